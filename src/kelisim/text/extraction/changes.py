"""The direction of change that the words around a number state."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from kelisim.model.quantity import Change
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import Token, left_tokens, next_word

_SIGNS = frozenset("%$€£¥")
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"))
_SHORT = frozenset(("second", "minute", "hour", "day"))
_COMPOSES = {"up": "composes", "down": "composes_down"}
_CLAUSE = 140
_WORDS, _FAR = 8, 80
# "raised its payout 9 cents to $0.44"
_LEADS_TO = re.compile(r"(?: an? [a-z]+)? to (?:a record )?[$€£¥]?[0-9]")
_BREAKS = frozenset(",;:.!?—–«»")
_DATIVE = re.compile(r"[ғқгк][ае]\Z")
_ASIDE = re.compile(r" ?\([^()\n]{1,60}\)|(?<=дейін)\)(?= )|(?<=-[ғқгк][ае])\)(?= )")
_DASHES = frozenset("—–-")
_SIDES = frozenset(("higher", "lower", "weaker", "stronger", "cheaper", "dearer"))
_FEW = 13
_MONEY = frozenset(("peso", "dinar", "crown", "shilling", "pound", "riyal", "rial"))
_MANY = 10_000
_LOCATIVE = ("да", "де", "та", "те")
_STEPS = frozenset(("percent", "percentage_point", "basis_point", "point"))


def change_of(text: str, atom: Atom, lexicon: Lexicon) -> Change | None:
    """Return the direction of change that the words around the number state."""
    if atom.unit in _TIME and "-" in text[atom.number.end : atom.end]:
        # "a two-day slide" was down, not the days.
        return None
    if lexicon.language == "kk" and atom.kind == "count" and text.endswith(_LOCATIVE, 0, atom.end):
        # "өсім 16 өңірде тіркелді": where it rose, not by how much.
        return None
    if _is_where_or_per(atom, lexicon):
        return None
    if atom.unit in _STEPS and lexicon.language == "en":
        word = next_word(text, atom.end)
        if word is not None and word[2].lower().rstrip(".") in _SIDES:
            # "gave up early gains to finish 1.9% lower"
            return lexicon.change[word[2].lower().rstrip(".")]
    words = lexicon.change
    link = lexicon.tables["change"]["link_set"]
    tokens = atom.left
    if atom.unit in _SHORT and tokens and tokens[-1][2] == "на" and any(form[2] in words for form in tokens[-4:-1]):
        # "сократит путь на 40 минут"
        return next(words[form[2]] for form in reversed(tokens[:-1]) if form[2] in words)
    if atom.unit in _TIME and tokens and tokens[-1][2] in lexicon.tables["change"]["lasting_set"]:
        # "a pay rise over three years": how long it takes, not what rises.
        return None
    if len(tokens) > 1 and tokens[-1][2] == "of" and tokens[-2][2] in lexicon.tables["change"].get("losing_nouns", ()):
        # "the loss of 2 million subscribers"; a loss of money is a result.
        coin = (atom.unit or "").partition("_per_")[0]
        sum_of_money = atom.prefixed or is_money(coin) or coin in ("cent", "pence")
        return None if sum_of_money else "down"
    compound = lexicon.tables["change"]["compound_set"]
    tokens = before_figure(_before_pace(text, atom, tokens, lexicon), lexicon)
    table = lexicon.tables["change"]
    last = atom.hedge_words.rpartition(" ")[2]
    joined = atom.hedge_words in lexicon.tables["ranges"].get("to", ()) or last in table["far_set"]
    of = False
    steps = atom.unit in _STEPS or (
        lexicon.language == "en"
        and text.startswith((" to ", " a ", " an "), atom.end)
        and _LEADS_TO.match(text, atom.end) is not None
    )
    spare = 1 if atom.unit in _STEPS else 2 if steps else 0
    reach = _WORDS
    by = lexicon.language == "ru" and bool(tokens) and tokens[-1][2] in table["by_set"]
    if tokens and tokens[-1][2] in table["by_set"]:
        # "lowered its guidance for the quarter by 50,000"
        tokens, reach = left_tokens(text, tokens[-1][1], _FAR), _WORDS + 3
    for index in range(len(tokens) - 1, max(-1, len(tokens) - reach), -1):
        form = tokens[index][2]
        way = words.get(form)
        if way is not None and not (joined or steps) and form in table["far_only_set"]:
            break
        if way is not None and lexicon.language == "kk" and form in lexicon.tables["change"]["compare_set"]:
            # "2 жастан жоғары 5 жасқа дейінгі": what is compared stands before the word.
            break
        composes = _COMPOSES.get(form)
        picked = index and tokens[index - 1][2] == "picked" and atom.unit in _STEPS
        if composes and index and not picked and tokens[index - 1][2] in lexicon.tables["change"].get(composes, ()):
            # "made up 78%", "shut down 150 centres"
            return None
        if way is not None and not (form in compound and _heads_noun(tokens, index, lexicon)):
            near = all(token[2] in link for token in tokens[index + 1 :])
            if of and not near and not joined:
                break
            if not near and form in table["levels_set"] and not by:
                # "below its forecast of 3 percent" sets no 3 percent in motion.
                return None
            if index and tokens[index - 1][2] in table["negators_set"]:
                return None
            money = atom.prefixed or is_money(atom.unit)
            if money and near and form in table.get("collects", ()) and not _RATED.match(text, atom.end):
                # "raised $300 million" tells of no rise.
                return None
            return way
        of = of or (form == "of" and index == len(tokens) - 1)
        if form in link or (lexicon.language == "ru" and _dates(form, lexicon)):
            joined = joined or form in lexicon.tables["change"]["far_set"]
            continue
        if spare and not joined and form.isalpha() and form not in lexicon.stop_words:
            # "raised rates 25 basis points"
            spare -= 1
            continue
        if (
            (joined or of)
            and index
            and form in table["nominal_set"]
            and tokens[index - 1][2] in words
            and _is_much(atom)
        ):
            # "a surge in users to 271 million"
            return words[tokens[index - 1][2]]
        if not (joined or of) or not (form[0].isalnum() or form in _SIGNS) or form in lexicon.stop_words:
            break
    return change_after(text, atom, lexicon) or _change_afar(text, atom, tokens, lexicon)


def _is_where_or_per(atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether a Russian count tells where it rose ("рост в восьми регионах") or per how many ("на 100 мест")."""
    before = atom.left[-1][2] if atom.left else ""
    if lexicon.language != "ru" or before not in ("в", "во", "на") or atom.comparator == "factor":
        return False
    counted = atom.kind == "count" or atom.unit in ("person", "country", "company", "household", "project", "plant")
    if before != "на":
        return counted and not atom.scaled
    led = len(atom.left) > 1 and atom.left[-2][2] in lexicon.change
    counted = counted or atom.unit in ("kilometre", "hectare", "square_kilometre")
    return counted and not led and atom.value in (100, 1_000, 10_000, 100_000, 1_000_000)


def _dates(form: str, lexicon: Lexicon) -> bool:
    """Say whether a word belongs to a date: "уменьшится к июню 2030 года на"."""
    return form in lexicon.tables["periods"]["known"] or (len(form) == 4 and form.isdigit())


def is_money(unit: str | None) -> bool:
    """Say whether a unit is one of money, by its code or by a name that several share."""
    return unit is not None and (unit in _MONEY or (len(unit) == 3 and unit.isupper()))


def _is_much(atom: Atom) -> bool:
    """Say whether a number is a level and no small count: "an increase in payments to 200 families" is not one."""
    return atom.kind != "count" or atom.scaled or atom.value >= _MANY


def _change_afar(text: str, atom: Atom, tokens: list[Token], lexicon: Lexicon) -> Change | None:
    """Return the direction of a rate told at the beginning of its clause: "the fall in output over the period was 2%",
    "rose compared with the same months of 2016 by 2%"."""
    table = lexicon.tables["change"]
    last = atom.hedge_words.rpartition(" ")[2]
    if last not in table["by_set"] | table["factor_by_set"]:
        last = tokens[-1][2] if tokens else ""
    parted = atom.number.fraction > 0 and atom.value < 1
    summed = atom.prefixed and last in table["by_set"]
    if not tokens or (atom.unit not in _STEPS and atom.comparator != "factor" and not parted and not summed):
        return None
    by = last in table["factor_by_set" if atom.comparator == "factor" else "by_set"]
    comes_to, to = last in table["comes_to_set"], last in table["modals_set"]
    dashed = last in _DASHES and bool(table["nouns_set"])
    if not by and not comes_to and not to and not dashed:
        return None
    clause: list[Token] = []
    if len(tokens) > 1 and tokens[-2][2] == ",":
        # "rose for a fifth month, by £1.1bn"
        tokens = tokens[:-2]
    for token in reversed(left_tokens(text, tokens[-1][0], _CLAUSE)):
        if token[2] in _BREAKS or (token[2].endswith(".") and len(token[2]) > 3):
            if by and lexicon.language == "ru" and (token[2] in ":«»" or (token[2] in _DASHES and not clause)):
                # "выросли перевозки морем — на 3,3%", "подорожали: хлеб на 5%", "завод «Заря» (в 2 раза)"
                continue
            break
        clause.append(token)
    if dashed:
        # "с наибольшим ростом в столице — 13,2%"
        return next((lexicon.change[token[2]] for token in clause if token[2] in table["nouns_set"]), None)
    if to:
        # "plans to reduce the share of coal in its energy balance to 40%"
        return next(
            (
                lexicon.change[token[2]]
                for token, before in pairwise(clause)
                if token[2] in lexicon.change and before[2] in table["modals_set"]
            ),
            None,
        )
    if by:
        return next((lexicon.change[token[2]] for token in clause if token[2] in lexicon.change), None)
    return next((lexicon.change[token[2]] for token in clause[-2:][::-1] if token[2] in lexicon.change), None)


def _counts_on(text: str, atom: Atom, position: int, lexicon: Lexicon) -> bool:
    """Say whether "more" counts further things ("two more days") and tells no change ("5,000 more than forecast")."""
    word = next_word(text, position)
    then = lexicon.tables["further"].get("then", ())
    step = atom.unit in _STEPS or atom.comparator == "factor"
    return not step and word is not None and word[2].isalpha() and word[2].lower() not in then


def _before_pace(text: str, atom: Atom, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens before "at an annual rate of" or "at a ... pace", where the verb of change stands."""
    rule = lexicon.tables["change"].get("paced")
    if rule is None or len(tokens) < 2:
        return tokens
    named = False
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        form = tokens[index][2]
        if form in rule["lead"]:
            after = next_word(text, atom.end)
            return tokens[:index] if named or (after is not None and after[2].lower() in rule["words"]) else tokens
        named = named or form in rule["words"]
        if form not in rule["words"] and form not in rule["between"]:
            return tokens
    return tokens


def before_figure(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens up to "from" or "to" before "a revised figure of"; other tokens as they are."""
    names = lexicon.tables["change"].get("figures", ())
    if len(tokens) < 3 or tokens[-1][2] not in ("of", "at") or tokens[-2][2] not in names:
        return tokens
    for index in range(len(tokens) - 3, max(-1, len(tokens) - 7), -1):
        if tokens[index][2] in ("from", "to"):
            return tokens[: index + 1]
        if not tokens[index][2][0].isalpha():
            return tokens
    return tokens


def _acts_on(text: str, atom: Atom, form: str, position: int, lexicon: Lexicon) -> bool:
    """Say whether a verb after the number is that of another thing: "homes lost power", "за 9 месяцев рос"."""
    table = lexicon.tables["change"]
    if atom.unit in _TIME:
        dative = lexicon.language == "kk" and _DATIVE.search(text, max(0, atom.end - 3), atom.end) is not None
        return form not in table["compare_set"] and not dative
    if lexicon.language == "ru" and atom.unit not in _STEPS and atom.comparator != "factor" and not _led(atom, table):
        # "мост шириной 28 метров сократит путь": what the bridge does.
        return form not in table["compare_set"] | table["levels_set"] | table["nouns_set"]
    if atom.kind == "count" and form in table["befalls_set"]:
        return True
    word = next_word(text, position)
    if (
        form in ("fell", "fall", "fallen")
        and word is not None
        and word[2].lower().rstrip(".,") in table.get("befallen", ())
    ):
        # "four patients fell ill"
        return True
    if form not in table["acts_set"]:
        return False
    if word is None or not word[2].isalpha():
        return False
    return word[2].lower() not in lexicon.stop_words or word[2].lower() in table["determiners_set"]


def _led(atom: Atom, table: dict[str, Any]) -> bool:
    last = atom.hedge_words.rpartition(" ")[2] or (atom.left[-1][2] if atom.left else "")
    return last in table["by_set"] | table["factor_by_set"]


def _compares_on(text: str, position: int, lexicon: Lexicon) -> bool:
    word = next_word(text, position)
    return word is not None and word[2].lower() in lexicon.tables.get("further", {}).get("then", ())


def _heads_noun(tokens: list[Token], index: int, lexicon: Lexicon) -> bool:
    """Say whether a noun of change only modifies the next noun: "growth forecast" tells no growth."""
    following = tokens[index + 1][2] if index + 1 < len(tokens) else ""
    if index and tokens[index - 1][2] in lexicon.tables["change"]["modals_set"]:
        # "will increase rent expense by": a verb.
        return False
    return following.isalpha() and following not in lexicon.tables["change"]["link_set"] | lexicon.stop_words


# "added $2.16, or 3.8%": so much that its rate is told.
_RATED = re.compile(r",? or [0-9.]{1,6} ?(?:%|per ?cent)")
_OF_THE = (" of the ", " of this ", " of that ", " of its ", " of their ")


def change_after(text: str, atom: Atom, lexicon: Lexicon) -> Change | None:
    """Return the direction stated after the number: "a 60% increase", "60%-ға өсті"."""
    reach = lexicon.tables["change"].get("reach_after", 3)
    gap = lexicon.tables["change"]["gap_set"]
    position = atom.end
    if lexicon.language == "kk" and (aside := _ASIDE.match(text, position)):
        # "3,2%-ға (776,4 млрд теңге) ұлғайды"
        position = aside.end()
    if (
        atom.unit == "percent"
        and lexicon.language == "en"
        and text[max(0, atom.start - 2) : atom.start].lower() == "a "
    ):
        # "a 10 per cent pay cut"
        head = next_word(text, position)
        after = next_word(text, head[1]) if head and head[2].isalpha() else None
        way = lexicon.change.get(after[2].lower().rstrip(".")) if after else None
        if way is not None and head is not None and head[2].lower() not in lexicon.stop_words:
            return way
    if atom.unit == "percent" and text.startswith(_OF_THE, position):
        # "25% of the rise"
        return None
    for _ in range(reach):
        word = next_word(text, position)
        if word is None:
            return None
        form = word[2].lower().rstrip(".")
        way = lexicon.change.get(form) or lexicon.tables["change"]["compared_words"].get(form)
        level = atom.unit in _STEPS or (atom.unit or "").startswith("degree_")
        if position == atom.end and level and form in lexicon.tables["change"].get("apart", ()):
            return lexicon.tables["change"]["apart"][form]  # type: ignore[no-any-return]
        if way is not None and position > atom.end and _compares_on(text, word[1], lexicon):
            # "100 million times in less than a week": the comparison is another's.
            return None
        if way is not None and _acts_on(text, atom, form, word[1], lexicon):
            return None
        if form in ("up", "down") and atom.kind == "count" and atom.value < _FEW:
            # "two goals down"
            return None
        if way is not None:
            return None if form in lexicon.further and _counts_on(text, atom, word[1], lexicon) else way
        if form not in gap and not lexicon.tables["change"].get("any_gap", False):
            return _compared_noun(atom, form, text, word[1], lexicon)
        position = word[1]
    return None


def _compared_noun(atom: Atom, form: str, text: str, position: int, lexicon: Lexicon) -> Change | None:
    """Return the direction of a comparison behind the noun that is compared: "на 40% товаров больше"."""
    word = next_word(text, position)
    led = bool(atom.left) and atom.left[-1][2] in lexicon.tables["change"]["by_set"]
    if atom.unit not in _STEPS or word is None or lexicon.language != "ru" or not led or form in lexicon.stop_words:
        return None
    return lexicon.change.get(word[2]) if word[2] in lexicon.tables["change"]["compare_set"] else None
