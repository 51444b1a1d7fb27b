"""What receipts say in the languages of locations; English in all others."""

import msgspec

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Labels(msgspec.Struct, frozen=True):
    """The words of a receipt in one language."""

    receipt: str
    date: str
    number: str
    client: str
    total: str
    discount: str
    paid: str
    to_pay: str
    paid_over: str


LABELS = {
    "en": Labels("Receipt", "Date", "No.", "Client", "Total", "Discount", "Paid", "To pay", "Paid over"),
    "de": Labels("Beleg", "Datum", "Nr.", "Kunde", "Summe", "Rabatt", "Bezahlt", "Zu zahlen", "Überzahlt"),
    "es": Labels("Recibo", "Fecha", "N.º", "Cliente", "Total", "Descuento", "Pagado", "Por pagar", "Pagado de más"),
    "fr": Labels("Reçu", "Date", "Nº", "Client", "Total", "Remise", "Payé", "À payer", "Trop-perçu"),
    "it": Labels("Ricevuta", "Data", "N.", "Cliente", "Totale", "Sconto", "Pagato", "Da pagare", "Pagato in più"),
    "pt": Labels("Recibo", "Data", "N.º", "Cliente", "Total", "Desconto", "Pago", "A pagar", "Pago a mais"),
    "pl": Labels("Paragon", "Data", "Nr", "Klient", "Razem", "Rabat", "Zapłacono", "Do zapłaty", "Nadpłata"),
    "tr": Labels("Makbuz", "Tarih", "No.", "Müşteri", "Toplam", "İndirim", "Ödenen", "Kalan", "Fazla ödenen"),
    "el": Labels(
        "Απόδειξη", "Ημερομηνία", "Αρ.", "Πελάτης", "Σύνολο", "Έκπτωση", "Πληρώθηκαν", "Υπόλοιπο", "Πλεόνασμα"
    ),
    "ru": Labels("Чек", "Дата", "№", "Клиент", "Итого", "Скидка", "Оплачено", "К оплате", "Переплата"),
    "uk": Labels("Чек", "Дата", "№", "Клієнт", "Разом", "Знижка", "Сплачено", "До сплати", "Переплата"),
    "ar": Labels("إيصال", "التاريخ", "رقم", "العميل", "المجموع", "الخصم", "المدفوع", "المتبقي", "مدفوع زيادة"),
    "he": Labels("קבלה", "תאריך", "מס׳", "לקוח", "סך הכול", "הנחה", "שולם", "לתשלום", "שולם ביתר"),
    "zh": Labels("收据", "日期", "编号", "顾客", "合计", "折扣", "已付", "应付", "多付"),
    "ja": Labels("領収書", "日付", "番号", "お客様", "合計", "割引", "お支払い済み", "お支払い残額", "過払い"),
    "ko": Labels("영수증", "날짜", "번호", "고객", "합계", "할인", "결제 완료", "결제할 금액", "초과 결제"),
}


def language_of(locale: str) -> str:
    """Return the language of a locale such as `de_DE`."""
    return locale.partition("_")[0].partition("-")[0].lower()


def labels_of(locale: str) -> Labels:
    return LABELS.get(language_of(locale), LABELS["en"])


def is_right_to_left(locale: str) -> bool:
    language = language_of(locale)
    return language in RIGHT_TO_LEFT and language in LABELS
