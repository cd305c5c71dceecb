"""Phrases that show a person is needed, in three languages, without accents.

`*` stands for the rest of a word, `..` for up to three words in between.
"""

import re


def any_of(*lines: str) -> re.Pattern[str]:
    """One pattern for all phrases; a line holds several, parted by bars."""
    phrases = [phrase.strip() for line in lines for phrase in line.split("|") if phrase.strip()]
    return re.compile(r"\b(?:" + "|".join(_pattern(phrase) for phrase in phrases) + r")\b")


def _pattern(phrase: str) -> str:
    spaced = re.escape(phrase).replace(r"\ \.\.\ ", r"\W+(?:\w+\W+){0,3}")
    return spaced.replace(r"\ ", r"\W+").replace(r"\*", r"\w*")


# What we say when we did not understand, or could not find it.
BOT_LOST = any_of(
    "no entendi | no entiendo | no te entendi | no le entendi | no logre entender",
    "no encuentro | no encontre | puedes repetir* | podrias repetir*",
    "didn't get | didn't understand | don't understand | didn't catch | can't find | couldn't find",
    "nao entendi | nao compreendi | nao encontrei | nao consegui | pode repetir",
)
# What customers say when our advice did nothing.
NO_HELP = any_of(
    "ya lo hice | ya lo probe | ya lo intente | ya probe | ya te dije | ya le dije | ya les dije",
    "ya esta revisado | lo verifique | lo revise | lo probe | lo intente | probe en | y nada",
    "sigue igual | sigue sin | lo mismo | otra vez | tampoco | no funciono | no sirvio",
    "no me sirve",
    "no es eso | eso no es | tercera vez | cuarta vez | quinta vez | tres veces | mil veces",
    "did that | did it | tried that | tried it | held it | already did | already tried",
    "already said | already told | still not | still no | still doesn't | still won't",
    "didn't work",
    "didn't help | same thing | third time | fourth time | round in circles | in circles",
    "ja fiz | fiz e nada | tambem fiz | ja tentei | ja disse | ja mandei | nao funcionou",
    "nao resolveu | nao adiantou | de novo | continua igual | continua sem | terceira vez",
)
# What they say when it did help, whatever came before.
HELPED = any_of(
    "gracias | eso era | ya salio | ya quedo | ya funciono | ya me llego | listo",
    "thank you | thanks | that was it | it lit | it works | it worked | solved",
    "obrigad* | valeu | deu certo | ligou | resolvid* | funcionou aqui",
)
# Whoever changes what they want asks for something else, and was not failed.
CHANGES_MIND = any_of(
    "mejor | prefiero | cambia* | cambio | agrega* | quita* | cancela* | entonces | en vez de",
    "rather | instead | swap | add | remove | cancel",
    "melhor | prefiro | troca* | muda* | adiciona* | tira | entao | em vez de",
)
# How a client of standing is greeted, and how they introduce themselves.
STANDING = any_of(
    "cliente vip | cliente platin* | cliente diamante | cliente oro | cliente preferente",
    "socio vip",
    "nivel .. vip | nivel .. oro | nivel .. platin* | cuenta preferente | cuenta .. premier",
    "cuenta corporativa | ejecutiv* asignad* | ejecutiv* de cuenta | siempre me atiende",
    "les escribo de la embajada | de la embajada | de parte del ministro | casa presidencial",
    "vip client | vip customer | vip member | platinum client | platinum member",
    "platinum customer",
    "gold member | diamond member | black tier | premier client | founding member*",
    "account manager",
    "my usual .. concierge | my usual advisor | from the embassy | always looks after",
    "cliente ouro | cliente especial | conta private | conta premier | conta black | gabinete d*",
    "gerente de conta | sempre foi com | sempre me atende | da embaixada",
)
# Asking what such a client gets is not being one.
ASKS_ABOUT_STANDING = any_of(
    "como hago | como puedo | como me | que beneficios | cuanto cuesta | cuanto vale",
    "how do i | how can i | what benefits | is there | how much",
    "como faco | como posso | quais beneficios | quanto custa",
)
# Despair, harm and humiliation, which no average has to confirm.
DISTRESS = any_of(
    "no aguanto mas | no puedo mas | seguir viviendo | estoy desesperad* | estoy destrozad*",
    "me humillaron | me humillo | me siento humillad* | sin dormir llorando | no paro de llorar",
    "no he parado de llorar | los odio | los detesto | odio esta empresa | son una basura",
    "murio | fallecio",
    "se intoxico | intoxicad* | esta grave | terminamos en urgencias | terminamos en el hospital",
    "me discriminaron | me insulto | me grito | me acoso | me arruinaron",
    "can't go on | can't take it | can't stop crying | can't stop shaking | i hate this company",
    "i hate you | humiliated me | felt humiliated | called me a | screamed at me | slur | racist",
    "harassed me | died | passed away | in the hospital | in the er | destroyed my | scum",
    "nao aguento mais | estou desesperad* | estou destruid* | me humilhar* | me senti humilhad*",
    "odeio voces | odeio essa empresa | monstros | feito lixo | passando mal | morreu | faleceu",
    "foi parar no hospital | acabaram com a minha vida | me discriminaram | me xing*",
)
# Parties besides us and the customer.
PARTIES = any_of(
    "aseguradora | seguro | financiera | banco | credito | taller | edificio | municipio | aduana",
    "universidad | marca | fabrica | fabricante | marketplace | otra empresa | tercero*",
    "instalador",
    "mi soci* | mi ex* | exsocio | mi herman* | mi prim* | mi jefe | mi empresa | inquilino",
    "contrato | abogado | arrendador | transportista | cliente de nosotros",
    "insurer | insurance | bank | building | council | customs | church | school | manufacturer",
    "third party | warehouse | mover* | landlord | lease | contract | caterer | my partner | my ex",
    "my brother | my sister | my company | workshop",
    "seguradora | plano de saude | financiamento | financeira | loja fisica | fabrica | motorista",
    "loja de | clinica | meu pai | minha mae | meu ex | meu soci* | empresa del* | transportadora",
)
# How people say that nobody knows whose turn it is.
ENTANGLED = any_of(
    "se echan la culpa | cada uno me manda | quien paga | quien responde | quien se hace cargo",
    "como se reparte | quien tiene la razon",
    "who pays | who is responsible | say .. the other | which rules | all of us | each other",
    "cada um me manda | quem paga | quem resolve | quem responde | como fica",
)
