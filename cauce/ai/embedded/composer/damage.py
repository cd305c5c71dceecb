"""Goods that came broken, incomplete or wrong, or failed since: what is due, never a sale."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import LIKELY, tell, words_of
from cauce.ai.embedded.composer.returns import answer_returns
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.warranty import answer_warranty
from cauce.ai.embedded.wording import fold
from cauce.core.business import Faq

HAPPENED = re.compile(
    r"\b(compre|compramos|compro|me llego|llego|llegaron|me llegaron|recibi|recibimos|me vendieron|"
    r"pague|mi pedido|me mandaron|me enviaron|me entregaron|me trajeron|vino|vinieron|bought|"
    r"received|got|arrived|came|i paid|my order|you sent|was delivered|comprei|chegou|chegaram|"
    r"recebi|paguei|meu pedido|veio|vieram|me mandaram|entregaram|enviaram)\b"
)
FAULT = re.compile(
    r"\b(?:no (?:me )?(?:prende|enciende|funciona|sirve|carga|enfria|anda|calienta|lava|"
    r"centrifuga)|"
    r"fall[ao]|se (?:dano|apaga|quemo|rompio)|dejo de|broke|faulty|stopped|defect\w*|"
    r"(?:doesnt|doesn't|does not|wont|won't|isn't|not) (?:work\w*|turn\w*|charg\w*|cool\w*)|"
    r"quebrou|parou|nao (?:liga|funciona|carrega|gela|esquenta)|com defeito|estrag\w+|avariad\w+)"
)
# What is wrong with it as it came: broken, not whole, or not what was ordered.
_SPOILT = re.compile(
    r"\b(?:rot[oa]s?|danad[oa]s?|quebrad[oa]s?|golpead[oa]s?|rajad[oa]s?|partid[oa]s?|abollad[oa]s?|"
    r"estrellad[oa]s?|rayad[oa]s?|mal estado|malograd[oa]s?|descompuest[oa]s?|estropead[oa]s?|"
    r"mojad[oa]s?|suci[oa]s?|humed[oa]s?|wet|molhad[oa]s?|"
    r"averiad[oa]s?|incomplet[oa]s?|equivocad[oa]s?|abiert[oa]|usad[oa]s?|vencid[oa]s?|falta(?:ba)?n?|"
    r"sin (?:el|la|los|las) \w+|otr[oa] (?:producto|modelo|color|cosa|talla)|"
    r"broken|damaged|dented|cracked|shattered|smashed|scratched|torn|incomplete|wrong|missing|"
    r"defective|expired|used|rachad[oa]s?|trincad[oa]s?|danificad[oa]s?|amassad[oa]s?|"
    r"arranhad[oa]s?|errad[oa]s?|faltando|avariad[oa]s?|outro (?:produto|modelo))\b"
)
_COMES = re.compile(
    r"\b(?:llega\w*|venga|viene\w*|reciba|recibo|arrives?|comes?|receive|get|chega\w*|chegue|vier)\b"
)
_MINE = re.compile(
    r"\b(?:mi|mis|my|our|meu|minha|meus|minhas|nuestr[oa]s?|(?:que|i) (?:les |le |te )?"
    r"(?:compre|bought|comprei))\b"
)
_CLAIMS = re.compile(r"\b(?:reclam\w+|fall\w+|se dano|no funciona|claim|stopped|reclamar)\b")
_IF = re.compile(r"\b(?:si|if|se|caso|cuando|when|quando)\b")
_SORRY = re.compile(r"^(?:lament|siento|sentimos|perdon|disculp|we are|we're|i'm|i am|sorry|sinto)")


def broken(scene: Scene) -> bool:
    """Something is wrong with what they got; a question about the rules is no such case."""
    text = scene.seen.wording.folded
    wrong = FAULT.search(text) or _SPOILT.search(text)
    return bool(HAPPENED.search(text) and wrong) and not _supposes(scene)


def _supposes(scene: Scene) -> bool:
    """ "¿Qué pasa si llega roto?" asks for the rules; "llegó roto, ¿qué hago?" is a case."""
    return scene.seen.question and bool(_IF.search(scene.seen.wording.folded))


def tell_what_is_due(scene: Scene, out: Answer) -> None:
    """Sorry first, then what the business promises in such a case."""
    came_so = _SPOILT.search(scene.seen.wording.folded) is not None
    row = _answer_to_damage(scene) if came_so else None
    if row is not None:
        if not _SORRY.match(fold(words_of(row, scene.language))):
            out.say("sorry.damaged")
        tell(scene, out, row)
        return
    out.say("sorry.damaged" if came_so else "sorry.fails")
    _ = answer_returns(scene, out) if came_so else answer_warranty(scene, out)


def explain_damage(scene: Scene, out: Answer) -> bool:
    """The rules for what might come broken; and what to do when one's own thing fails."""
    text = scene.seen.wording.folded
    if _own_fails(scene):
        return _how_to_claim(scene, out)
    comes = _COMES.search(text) and _SPOILT.search(text)
    row = _answer_to_damage(scene) if comes and _supposes(scene) else None
    if row is None:
        return False
    tell(scene, out, row)
    return True


def _own_fails(scene: Scene) -> bool:
    """ "no funciona el control de mi tele": of theirs, and not merely supposed."""
    text = scene.seen.wording.folded
    fails = FAULT.search(text) and _MINE.search(text) and not _supposes(scene)
    return bool(fails) and scene.memory.stage not in ("ordering", "confirming")


def _how_to_claim(scene: Scene, out: Answer) -> bool:
    """The business's own words on what fails, else how long things are covered."""
    for row in scene.knowledge.faqs:
        if row.topic == "warranty" and _CLAIMS.search(
            fold(" ".join((row.question, *row.alternatives)))
        ):
            out.say("sorry.fails")
            tell(scene, out, row)
            return True
    return False


def _answer_to_damage(scene: Scene) -> Faq | None:
    """What the business answers to things that came broken, however it was put this time."""
    for hit in scene.seen.answers:
        if isinstance(hit.row, Faq) and _of_damage(hit.row, hit.score):
            return hit.row
    for row in scene.knowledge.faqs:
        asked = fold(" ".join((row.question, *row.alternatives)))
        if HAPPENED.search(asked) and _SPOILT.search(asked) and row.topic != "warranty":
            return row
    return None


def _of_damage(row: Faq, score: float) -> bool:
    asked = fold(" ".join((row.question, *row.alternatives)))
    came = HAPPENED.search(asked) or _COMES.search(asked)
    return bool((_SPOILT.search(asked) and came) or (score >= LIKELY and FAULT.search(asked)))
