"""The flows of the catalogue that are not built: listed and shown as such, and never awake."""

from cauce.core.flow import Flow

FOLLOW_UP = Flow(
    number=8,
    name="follow_up",
    group="lifecycle",
    titles={
        "es": "Seguimiento de leads en silencio",
        "en": "Follow-up of silent leads",
        "pt": "Acompanhamento de leads em silêncio",
    },
    does={
        "es": "Vuelve a escribir con algo útil a quien dejó de responder, y se detiene en cuanto "
        "contesta.",
        "en": "Writes again with something useful to people who went silent, and stops as soon as "
        "they answer.",
        "pt": "Volta a escrever com algo útil a quem parou de responder, e para assim que a pessoa "
        "responde.",
    },
    wakes_on=("conversation.silent",),
    default_autonomy="ask",
    built=False,
)
CASE_CLOSURE = Flow(
    number=9,
    name="case_closure",
    group="lifecycle",
    titles={"es": "Cierre de casos", "en": "Case closure", "pt": "Encerramento de casos"},
    does={
        "es": "Cierra un caso solo cuando la persona confirma que quedó resuelto, y le pide una "
        "calificación.",
        "en": "Closes a case only when the person confirms that it is settled, and asks for a "
        "rating.",
        "pt": "Encerra um caso só quando a pessoa confirma que ficou resolvido, e pede uma "
        "avaliação.",
    },
    wakes_on=("message.received", "conversation.silent"),
    default_autonomy="act",
    built=False,
)
NURTURING = Flow(
    number=10,
    name="nurturing",
    group="lifecycle",
    titles={"es": "Nutrición de leads", "en": "Nurturing", "pt": "Nutrição de leads"},
    does={
        "es": "Acompaña con contenidos a quien todavía no está listo para comprar, a la hora en "
        "que suele leer.",
        "en": "Keeps people who are not ready to buy informed, at the hour they usually read.",
        "pt": "Acompanha com conteúdos quem ainda não está pronto para comprar, na hora em que "
        "costuma ler.",
    },
    wakes_on=("lead.cold", "campaign.step_due"),
    default_autonomy="ask",
    built=False,
)
SALES_CLOSER = Flow(
    number=11,
    name="sales_closer",
    group="lifecycle",
    titles={"es": "Cierre de ventas", "en": "Sales closer", "pt": "Fechamento de vendas"},
    does={
        "es": "Responde objeciones y facilita la compra con el resumen, el precio final y las "
        "formas de pago, sin insistir.",
        "en": "Answers objections and makes buying easy with the summary, the final price and ways "
        "to pay, without insisting.",
        "pt": "Responde objeções e facilita a compra com o resumo, o preço final e as formas de "
        "pagamento, sem insistir.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
    built=False,
)
CART_RECOVERY = Flow(
    number=12,
    name="cart_recovery",
    group="commerce",
    titles={
        "es": "Carritos abandonados",
        "en": "Abandoned carts",
        "pt": "Carrinhos abandonados",
    },
    does={
        "es": "Recuerda con tacto las compras que quedaron a medias y mide cuánto se recuperó.",
        "en": "Tactfully reminds people of purchases left half-way and measures what came back.",
        "pt": "Lembra com tato as compras que ficaram pela metade e mede quanto foi recuperado.",
    },
    wakes_on=("cart.idle",),
    default_autonomy="ask",
    built=False,
)
PAYMENT_REMINDERS = Flow(
    number=13,
    name="payment_reminders",
    group="commerce",
    titles={
        "es": "Recordatorios de pago",
        "en": "Payment reminders",
        "pt": "Lembretes de pagamento",
    },
    does={
        "es": "Recuerda las facturas antes y después de vencer, con el saldo y el enlace de pago, "
        "sin amenazar.",
        "en": "Reminds people of invoices before and after they are due, with the balance and the "
        "payment link, never threatening.",
        "pt": "Lembra as faturas antes e depois do vencimento, com o saldo e o link de pagamento, "
        "sem ameaçar.",
    },
    wakes_on=("invoice.due",),
    default_autonomy="ask",
    built=False,
)
CONTENT_GENERATION = Flow(
    number=14,
    name="content_generation",
    group="marketing",
    titles={"es": "Creación de contenido", "en": "Content", "pt": "Criação de conteúdo"},
    does={
        "es": "Prepara imágenes, textos y videos de los productos, como borradores que una persona "
        "aprueba.",
        "en": "Prepares pictures, texts and videos of the products, as drafts for a person to "
        "approve.",
        "pt": "Prepara imagens, textos e vídeos dos produtos, como rascunhos que uma pessoa "
        "aprova.",
    },
    wakes_on=("content.requested",),
    default_autonomy="ask",
    built=False,
)
PUBLISHING = Flow(
    number=15,
    name="publishing",
    group="marketing",
    titles={"es": "Publicación", "en": "Publishing", "pt": "Publicação"},
    does={
        "es": "Publica en Instagram, Facebook y TikTok, ahora o a la hora elegida, y una sola vez.",
        "en": "Posts to Instagram, Facebook and TikTok, now or at the chosen hour, and only once.",
        "pt": "Publica no Instagram, Facebook e TikTok, agora ou na hora escolhida, e só uma vez.",
    },
    wakes_on=("post.scheduled",),
    default_autonomy="ask",
    built=False,
)
BEST_TIME = Flow(
    number=16,
    name="best_time",
    group="marketing",
    titles={"es": "Mejor hora", "en": "Best time to post", "pt": "Melhor horário"},
    does={
        "es": "Ordena las horas de la próxima semana según la respuesta que se espera, y dice "
        "cuándo hay pocos datos.",
        "en": "Ranks the hours of the next week by the response to expect, and says when there is "
        "little data.",
        "pt": "Ordena as horas da próxima semana pela resposta esperada, e diz quando há poucos "
        "dados.",
    },
    wakes_on=("post.planned",),
    default_autonomy="act",
    built=False,
)
COMMENT_REPLIES = Flow(
    number=17,
    name="comment_replies",
    group="marketing",
    titles={
        "es": "Respuestas a comentarios",
        "en": "Comment replies",
        "pt": "Respostas a comentários",
    },
    does={
        "es": "Contesta comentarios en las publicaciones, lleva lo privado a mensajes y oculta el "
        "spam.",
        "en": "Answers comments on posts, takes private matters to messages and hides spam.",
        "pt": "Responde comentários nas publicações, leva o que é privado para mensagens e oculta "
        "spam.",
    },
    wakes_on=("comment.received",),
    default_autonomy="ask",
    built=False,
)
DEDUPLICATION = Flow(
    number=18,
    name="deduplication",
    group="data",
    titles={"es": "Duplicados", "en": "Duplicates", "pt": "Duplicados"},
    does={
        "es": "Encuentra a la misma persona guardada dos veces y une sus datos sin perder nada; se "
        "puede deshacer.",
        "en": "Finds the same person stored twice and joins their data without losing any; it can "
        "be undone.",
        "pt": "Encontra a mesma pessoa guardada duas vezes e une seus dados sem perder nada; dá "
        "para desfazer.",
    },
    wakes_on=("contact.changed",),
    default_autonomy="ask",
    built=False,
)
CLEANING = Flow(
    number=19,
    name="cleaning",
    group="data",
    titles={"es": "Limpieza de datos", "en": "Data cleaning", "pt": "Limpeza de dados"},
    does={
        "es": "Ordena correos, teléfonos y nombres, guarda el valor anterior y marca lo que no "
        "sirve.",
        "en": "Tidies e-mails, phones and names, keeps the old value and flags what is not valid.",
        "pt": "Arruma e-mails, telefones e nomes, guarda o valor anterior e marca o que não serve.",
    },
    wakes_on=("contact.changed",),
    default_autonomy="ask",
    built=False,
)
ENRICHMENT = Flow(
    number=20,
    name="enrichment",
    group="data",
    titles={"es": "Enriquecimiento", "en": "Enrichment", "pt": "Enriquecimento"},
    does={
        "es": "Estima el valor de cada cliente, sus intereses y su segmento, y dice de dónde sale "
        "cada dato.",
        "en": "Estimates each customer's value, interests and segment, and says where every figure "
        "comes from.",
        "pt": "Estima o valor de cada cliente, seus interesses e seu segmento, e diz de onde vem "
        "cada dado.",
    },
    wakes_on=("contact.changed",),
    default_autonomy="act",
    built=False,
)
CLOSE_PREDICTION = Flow(
    number=21,
    name="close_prediction",
    group="data",
    titles={
        "es": "Probabilidad de cierre",
        "en": "Close probability",
        "pt": "Probabilidade de fechamento",
    },
    does={
        "es": "Calcula qué tan probable es cerrar cada oportunidad y qué la acerca o la aleja.",
        "en": "Works out how likely each deal is to close, and what moves it closer or further.",
        "pt": "Calcula a chance de fechar cada oportunidade e o que a aproxima ou afasta.",
    },
    wakes_on=("opportunity.changed",),
    default_autonomy="act",
    built=False,
)
ALERTS = Flow(
    number=22,
    name="alerts",
    group="data",
    titles={"es": "Alertas", "en": "Alerts", "pt": "Alertas"},
    does={
        "es": "Avisa una sola vez de lo que importa: caídas de ventas, leads calientes sin "
        "atender, poco inventario.",
        "en": "Warns once of what matters: falling sales, hot leads nobody attends, low stock.",
        "pt": "Avisa uma única vez do que importa: queda de vendas, leads quentes sem atender, "
        "pouco estoque.",
    },
    wakes_on=("day.began", "lead.scored"),
    default_autonomy="act",
    built=False,
)

PLANNED: tuple[Flow, ...] = (
    FOLLOW_UP,
    CASE_CLOSURE,
    NURTURING,
    SALES_CLOSER,
    CART_RECOVERY,
    PAYMENT_REMINDERS,
    CONTENT_GENERATION,
    PUBLISHING,
    BEST_TIME,
    COMMENT_REPLIES,
    DEDUPLICATION,
    CLEANING,
    ENRICHMENT,
    CLOSE_PREDICTION,
    ALERTS,
)
