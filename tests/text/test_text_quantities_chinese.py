"""Chinese numbers, measures and money by class: sentences of this file's own, with what a reader takes from them."""

from __future__ import annotations

import pytest

from kelisim.text import claims, quantities

Read = tuple[float | tuple[float, float], str | None, str]


def read(text: str) -> list[Read]:
    found = [one for one in quantities(text, language="zh") if one.kind not in ("date", "ordinal")]
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.value, one.unit, one.comparator) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Neighbouring digits before a power of ten are a range, with or without a unit.
        ("参加的大概有三四十。", [((30, 40), None, "range")]),
        ("每年要花七八百元。", [((700, 800), "CNY", "range")]),
        ("百分之七八十的种子发了芽。", [((70, 80), "percent", "range")]),
        ("五六十年代的老房子。", []),
        # Powers of ten by themselves are lower bounds, unless the word before them is of another kind.
        ("来了数百人。", [(100, "person", "ge")]),
        ("花了好几千块。", [(1000, "CNY", "ge")]),
        ("上万名职工受益。", [(10_000, "employee", "ge")]),
        ("用户已经过亿。", [(1e8, None, "gt")]),
        ("信件数以千计。", [(1000, None, "ge")]),
        ("网上百货很便宜。", []),
        ("误差不超过百分之三。", [(3, "percent", "le")]),
        ("店里有千把人。", [(1000, "person", "approx")]),
        # Decimals after a ten, a hundred or a thousand; hours have none.
        ("平均为七十点二六。", [(70.26, None, "exact")]),
        ("占百分之六十点五。", [(60.5, "percent", "exact")]),
        ("投资三百二十点四万元。", [(3_204_000, "CNY", "exact")]),
        ("约会定在晚上十点二十分。", []),
        # Bounds.
        ("取值大于等于12。", [(12, None, "ge")]),
        ("人数小于或等于三十。", [(30, None, "le")]),
        ("身高介于150和180厘米之间。", [((150, 180), "centimetre", "range")]),
        ("奖金超过500元不足800元。", [((500, 800), "CNY", "range")]),
        ("票价120元封顶。", [(120, "CNY", "le")]),
        ("来的人比40多。", [(40, None, "gt")]),
        # Scientific notation and messages.
        ("浓度为2.5e3。", [(2500, None, "exact")]),
        ("阅读量10w+。", [(100_000, None, "exact")]),
        ("功率10W的灯。", [(10, "watt", "exact")]),
        ("百分之负二。", [(-2, "percent", "exact")]),
        ("今晨气温-6至-3℃。", [((-6, -3), "degree_celsius", "range")]),
        ("准确率三到五成。", [((30, 50), "percent", "range")]),
        ("一多半学生报了名。", [(0.5, None, "gt")]),
        ("写一个两位数。", []),
    ],
)
def test_numbers(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("祖上留下两亩三分地。", [(2.3, "mu", "exact")]),
        ("墙高一丈五尺。", [(1.5, "zhang", "exact")]),
        ("布长四尺二寸。", [(4.2, "chi", "exact")]),
        ("跑完用了3分45秒。", [(3.75, "minute", "exact")]),
        ("买下95平的房子。", [(95, "square_metre", "exact")]),
        ("打了四两酒。", [(4, "liang", "exact")]),
        ("渔船航速12节。", [(12, "knot", "exact")]),
        ("内存是8千兆字节。", [(8, "gigabyte", "exact")]),
        ("文件有300kb。", [(300, "kilobyte", "exact")]),
        ("气压为980百帕。", [(980, "hectopascal", "exact")]),
        ("他得了88分。", [(88, "point", "exact")]),
        ("现在是3点25分。", []),
        ("火车二十点四十五分开，晚上八点五十到。", []),
        ("裁判给了九点五分。", [(9.5, "point", "exact")]),
        ("坡道倾斜15度。", [(15, "degree", "exact")]),
        ("这个月用电230度。", [(230, "kilowatt_hour", "exact")]),
        ("每分钟流出三品脱。", [(3, "pint_per_minute", "exact")]),
        ("加半碗水。", [(0.5, None, "exact")]),
    ],
)
def test_measures(text: str, expected: list[Read]) -> None:
    assert [one for one in read(text) if one[0] != 3 or one[1]] == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("共花费450挪威克朗。", "NOK"),
        ("门票60克朗。", "krone"),
        ("兑换成9000奈拉。", "NGN"),
        ("标价HK$75。", "HKD"),
        ("标价US$75。", "USD"),
        ("新台币7,500元。", "TWD"),
        ("約合30萬日圓。", "JPY"),
        ("找回五便士。", "pence"),
        ("两列伊一杯。", "RON"),
    ],
)
def test_money(text: str, unit: str) -> None:
    assert [one[1] for one in read(text)][:1] == [unit]


def test_a_list_shares_its_word_of_change() -> None:
    found = quantities("出口和进口同比分别增长8.4%和2.7%。", language="zh")
    assert [one.change for one in found] == ["up", "up"]


def test_traditional_text_reads_as_simplified_and_is_quoted_as_given() -> None:
    pairs = {
        "該廠去年生產汽車逾三萬輛，較前年減少百分之六點五。": "该厂去年生产汽车逾三万辆，较前年减少百分之六点五。",
        "義大利2023年的失業率為7.7%。": "意大利2023年的失业率为7.7%。",
    }
    for traditional, simple in pairs.items():
        ours = claims(traditional, language="zh", document_date="2024-05-01")
        theirs = claims(simple, language="zh", document_date="2024-05-01")
        assert ours
        assert [one.text for one in ours] == [traditional[one.start : one.end] for one in ours]
        for one, other in zip(ours, theirs, strict=True):
            assert (one.value, one.unit, one.change, one.indicator, one.place, one.period_start, one.modality) == (
                other.value, other.unit, other.change, other.indicator, other.place, other.period_start, other.modality,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("长途市场和短途市场分别录得6%和8%的按年升幅。", ["up", "up"]),
        ("工资连续9年提高。", [None]),
        ("销量增长三四成。", ["up"]),
        ("价格由12元上修至15元。", ["up", "up"]),
        ("利率比年初高0.3个百分点，比峰值低0.9个百分点。", ["up", "down"]),
        ("玉米增产2.4%，大豆减产0.6%。", ["up", "down"]),
    ],
)
def test_changes(text: str, changes: list[str | None]) -> None:
    assert [one.change for one in quantities(text, language="zh")] == changes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每天运来2、3千吨煤。", [((2000, 3000), "tonne_per_day", "range")]),
        ("这处遗迹距今4500年至4200年。", [((4200, 4500), "year", "range")]),
        ("火车时速七八十公里。", [((70, 80), "kilometre_per_hour", "range")]),
        ("孩子体温三十九度二。", [(39.2, "degree_celsius", "exact")]),
        (
            "西瓜一块一斤，桃子三块六一斤。",
            [(1, "CNY", "exact"), (1, "jin", "exact"), (3.6, "CNY", "exact"), (1, "jin", "exact")],
        ),
        ("内存只有512兆。", [(512, "megabyte", "exact")]),
        ("延迟不到八毫秒。", [(8, "millisecond", "lt")]),
        ("水深不过两尺。", [(2, "chi", "le")]),
        ("较前一日上调28个基点。", [(28, "basis_point", "exact")]),
        ("银价每盎司跌至31.5美元。", [(31.5, "USD_per_ounce", "exact")]),
        ("百公里加速只要4.2秒。", [(4.2, "second", "exact")]),
        ("他5点多就起床了。", []),
    ],
)
def test_spoken_measures(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Numerals: powers, points of full width, blanks between two numbers, signs after a verb, ends of one scale.
        ("结果是2^5。", [(32, None, "exact")]),
        ("结果是4^-1。", [(0.25, None, "exact")]),
        ("毛利率五八．四％。", [(58.4, "percent", "exact")]),
        ("增量约.35。", [(0.35, None, "approx")]),
        ("分数为５／８。", [(0.625, None, "exact")]),
        ("三 又 四 分 之 一。", [(3.25, None, "exact")]),
        ("数目是三万 百分之七。", [(30_000, None, "exact"), (7, "percent", "exact")]),
        ("余额低至-320。", [(-320, None, "exact")]),
        ("算力达到3T。", [(3e12, None, "exact")]),
        ("拟投资30至45亿元。", [((3e9, 4.5e9), "CNY", "range")]),
        ("三到五千名志愿者。", [((3000, 5000), "person", "range")]),
        ("十至二十亿元。", [((1e9, 2e9), "CNY", "range")]),
        ("报价2000～2600万美元。", [((2e7, 2.6e7), "USD", "range")]),
        ("含水量由高到低为15—12%。", [((12, 15), "percent", "range")]),
        ("新台币2亿元到3亿元。", [((2e8, 3e8), "TWD", "range")]),
        # Comparators that a verb or what the number is per parts from the number.
        ("至少需要六千吨水泥。", [(6000, "tonne", "ge")]),
        ("产量接近每月8万吨。", [(80_000, "tonne_per_month", "approx")]),
        ("约占全村人口的五分之二。", [(0.4, None, "approx")]),
        # Measures that only the words around tell.
        ("布长三寸。", [(3, "cun", "exact")]),
        ("新款手机6.7寸。", [(6.7, "inch", "exact")]),
        ("全程用时4小时15分。", [(4.25, "hour", "exact")]),
        ("营收创近12季新高。", [(12, "quarter", "approx")]),
        ("每日两次。", [(2, "time_per_day", "exact")]),
        ("一日三次。", [(3, "time_per_day", "exact")]),
        ("餐后半小时服用。", [(0.5, "hour", "exact")]),
        ("首批八万剂疫苗运抵。", [(80_000, "疫苗", "exact")]),
        ("覆盖120个县级及以上城市。", [(120, "城市", "exact")]),
        ("新设6个以上基地。", [(6, "基地", "ge")]),
        ("与18个国际组织合作。", [(18, "国际组织", "exact")]),
        ("每公升调涨0.6元。", [(0.6, "CNY_per_litre", "exact")]),
        ("预测数百分之四。", [(4, "percent", "exact")]),
    ],
)
def test_forms_of_numerals_and_measures(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "新华社青岛8日电。",
        "记者26日从市政府获悉。",
        "会期定于9日至11日。",
        "“3+5”城市群规划获批。",
        "公司的半年报明天发布。",
        "前两个月形势平稳。",
    ],
)
def test_days_of_the_month_and_names_in_signs_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_days_that_last_are_quantities() -> None:
    assert read("论坛为期3日，请在5日内答复。") == [(3, "day", "exact"), (5, "day", "exact")]


def test_years_of_the_republic_are_dates() -> None:
    found = quantities("民國104年第2季失業率3.7%，較103年第2季下降0.2個百分點。", language="zh")
    assert [(one.kind, one.value) for one in found if one.kind == "date"] == [("date", 2015), ("date", 2014)]
