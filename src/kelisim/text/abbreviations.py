"""Abbreviations and common first words, as data for the sentence splitter.

Four kinds of abbreviation are told apart by what may follow their full stop:

- ``NEVER``: titles and connectives; the sentence always goes on.
- ``BEFORE_NUMBER``: references; the sentence goes on when a number follows ("No. 115", "ст. 5").
- ``SOFT``: units, legal forms, countries; the sentence goes on unless a word of ``STARTERS`` follows.
- ``YEAR``: "year" after a number; additionally ends a sentence that is already long.

The sets of all languages are pooled: the scripts keep most of them apart, and quoted foreign names are frequent in
policy texts. Everything is lower case and without the last full stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER = _words(
    "mr mrs ms messrs dr prof gen col lt capt sgt rev hon e.g i.e cf viz incl excl eds hr mme mlle bzw vgl sog evtl "
    "z.b d.h u.a bkz sn doç av т.е т.н т.к напр акад проф доц тов гр гос респ обл ул просп қ.а мыс"
)
BEFORE_NUMBER = _words(
    "no nos nr fig figs tab tabs eq eqs sec sect ch chap vol vols p pp par para art arts ex app abs bd s ziff num "
    "с стр рис табл п пп ст гл т тт ч разд прил вып кн № б бет сур кест md"
)
SOFT = _words(
    "u.s u.k u.n e.u u.s.a p.r.c u.s.s.r inc ltd co corp bros llc plc gmbh jan feb mar apr jun jul aug sep sept oct "
    "nov dec mln mlrd mio mrd bn tn mn sq av.j.-c d.c a.m p.m ph.d m.a b.a al st sen rep gov vs approx ca resp est ed "
    "trans op fr örn млн млрд трлн тыс тг тнг руб долл дол коп ед экз кв куб чел шт мин сек мың н.э до.н.э им см ср св "
    "пос пл пер ж.б қ.р р.к р.ф"
)
# After a number these end a sentence where a word in small letters with a capital follows: "69 тыс. Закон".
COUNTED = _words("млн млрд трлн тыс мың тг тнг руб долл коп чел шт экз")
NOT_BEGINNING = _words("мбит гбит кбит мбайт гбайт кбайт евро")
YEAR = _words("г гг ж жж ж.ж й y")
MONTHS_AFTER_ORDINAL = _words("januar februar märz april mai juni juli august september oktober november dezember")
STARTERS = _words(
    # en
    "the this these those that it its in on at by for from with since after before during however although while when "
    "where as if but and or he she they we i you there their his her our my such both each all most many some several "
    "other another according despite under over between among through thus therefore moreover furthermore meanwhile "
    "to of a an no not yet so then now here what who which why how one two three "
    # ru
    "в во на по при за из к с со у о об от до для это этот эта эти эту этого он она оно они его её их мы я вы что как "
    "если когда однако также кроме после перед между согласно так но и а или все всего доля объём объем общий общая "
    "по-прежнему ранее позднее затем тем среди более для под несмотря "
    # kk, ky
    "бұл осы ол олар сол бірақ алайда сондай сонымен сондықтан және оның олардың біз мен бір барлық ал егер бул ошол "
    "алар бирок ошондой анын ал эгер кийин кейін "
    # kk latin, uz, tr
    "bu bul osy ol olar biraq alaida sonymen jäne onyñ ular lekin ammo shu va agar bunun ancak bunlar o onlar ve eğer "
    # de
    "der die das den dem des ein eine einer im am zum zur mit nach seit bei aus von für es er sie wir ich aber doch "
    "diese dieser dieses dabei damit auch wenn während "
    # fr
    "le la les un une des du ce cette ces il elle ils elles nous je mais ou et dans en au aux pour par avec sur selon "
    "depuis cependant "
)
