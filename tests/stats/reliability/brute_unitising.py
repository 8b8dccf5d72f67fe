"""The u-alpha family by definition, segment by segment and character by character, sharing no code with the package."""

from itertools import groupby

GAP = None


def segments(spans, coder, length):
    """(start, end, code) of a coder's units and the gaps between them; units must not overlap."""
    out, here = [], 0
    for _, start, end, code in sorted((s for s in spans if s[0] == coder), key=lambda s: s[1]):
        if start > here:
            out.append((here, start, GAP))
        out.append((start, end, code))
        here = end
    if here < length:
        out.append((here, length, GAP))
    return out


def meet(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def tables(spans, coders, length):
    """Observed and expected coincidences of Krippendorff et al. (2016), equations 1 and 4."""
    cut = {coder: segments(spans, coder, length) for coder in coders}
    values = [GAP, *sorted({s[3] for s in spans})]
    m = len(coders)
    observed = {(c, k): 0.0 for c in values for k in values}
    for i in coders:
        for j in coders:
            if i != j:
                for g in cut[i]:
                    for h in cut[j]:
                        observed[g[2], h[2]] += meet(g, h) / (m - 1)
    by_value = {c: sum(observed[c, k] for k in values) for c in values}
    whole = sum(by_value.values())
    own = dict.fromkeys(values, 0.0)
    for i in coders:
        for start, end, code in cut[i]:
            own[code] += end - start if code is GAP else (end - start) ** 2
    scale = whole / (whole**2 - sum(own.values()))
    expected = {(c, k): scale * (by_value[c] * by_value[k] - (own[c] if c == k else 0)) for c in values for k in values}
    return cut, values, observed, expected


def u_alpha(spans, coders, length):
    _, values, observed, expected = tables(spans, coders, length)
    unlike = [(c, k) for c in values for k in values if c != k]
    return 1 - sum(observed[p] for p in unlike) / sum(expected[p] for p in unlike)


def binary_u_alpha(spans, coders, length):
    _, values, observed, expected = tables(spans, coders, length)
    codes = [v for v in values if v is not GAP]
    return 1 - sum(observed[GAP, k] for k in codes) / sum(expected[GAP, k] for k in codes)


def among_units(spans, coders, length):
    """Observed and expected coincidences of intersecting units, equation 10."""
    cut, values, observed, _ = tables(spans, coders, length)
    codes = [v for v in values if v is not GAP]
    by_code = {c: sum(observed[c, k] for k in codes) for c in codes}
    whole = sum(by_code.values())
    own = dict.fromkeys(codes, 0.0)
    for i in coders:
        for g in cut[i]:
            if g[2] is GAP:
                continue
            for j in coders:
                if j != i:
                    shared = sum(meet(g, h) for h in cut[j] if h[2] is not GAP)
                    own[g[2]] += shared**2 / (len(coders) - 1)
    below = whole - sum(own.values()) / whole
    expected = {(c, k): (by_code[c] * by_code[k] - (own[c] if c == k else 0)) / below for c in codes for k in codes}
    return codes, observed, expected, by_code


def cu_alpha(spans, coders, length):
    codes, observed, expected, _ = among_units(spans, coders, length)
    unlike = [(c, k) for c in codes for k in codes if c != k]
    return 1 - sum(observed[p] for p in unlike) / sum(expected[p] for p in unlike)


def k_u_alpha(spans, coders, length, code):
    codes, observed, expected, by_code = among_units(spans, coders, length)
    expected_of_code = sum(expected[code, k] for k in codes)
    unlike = expected_of_code - expected[code, code]
    return 1 - expected_of_code / by_code[code] * (by_code[code] - observed[code, code]) / unlike


def by_character(spans, coder, length):
    """The same partition read off one character after another."""
    marks = [GAP] * length
    for number, (who, start, end, code) in enumerate(spans):
        if who == coder:
            marks[start:end] = [(code, number)] * (end - start)
    return [(key[0] if key else GAP, len(list(run))) for key, run in groupby(marks)]
