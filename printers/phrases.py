"""The words on paper, Indonesian and English."""

from typing import NamedTuple


class Words(NamedTuple):
    """One phrase in both languages."""

    id: str
    en: str


PHRASES = {
    "stall": Words("Stan", "Stall"),
    "number": Words("No.", "No."),
    "staff": Words("Kasir", "Cashier"),
    "discount": Words("potongan", "discount"),
    "pieces": Words("Jumlah barang", "Pieces"),
    "subtotal": Words("Subtotal", "Subtotal"),
    "rounding": Words("Pembulatan", "Rounding"),
    "total": Words("TOTAL", "TOTAL"),
    "cash": Words("Tunai", "Cash"),
    "qris": Words("QRIS", "QRIS"),
    "card": Words("Kartu", "Card"),
    "transfer": Words("Transfer", "Bank transfer"),
    "change": Words("Kembali", "Change"),
    "reference": Words("Ref.", "Ref."),
    "unconfirmed": Words("belum dikonfirmasi", "not confirmed yet"),
    "scan_receipt": Words(
        "Pindai untuk membuka struk ini di ponsel", "Scan to open this receipt on your phone"
    ),
    "exchange": Words(
        "Barang dapat ditukar/dikembalikan bila cacat dengan menunjukkan struk.",
        "Faulty goods may be exchanged or returned with this receipt.",
    ),
    "contact": Words("Pengaduan", "Complaints"),
    "thanks": Words(
        "Terima kasih telah membeli karya warga binaan.",
        "Thank you for buying work made with skill and care.",
    ),
    "demo": Words("DATA CONTOH", "DATA CONTOH (SAMPLE DATA)"),
    "demo_receipt": Words("Bukan bukti pembelian", "Not a proof of purchase"),
    "copied_at": Words("Dicetak ulang", "Printed again"),
    "rerouted": Words("Dialihkan dari", "Rerouted from"),
    "refund": Words("PENGEMBALIAN UANG", "REFUND"),
    "refund_of": Words("Dari struk", "From receipt"),
    "refunded": Words("DIKEMBALIKAN", "REFUNDED"),
    "method": Words("Cara", "By"),
    "reason": Words("Alasan", "Reason"),
    "approved_by": Words("Disetujui", "Approved by"),
    "signed_buyer": Words("Pembeli", "Buyer"),
    "signed_staff": Words("Petugas", "Staff"),
    "test": Words("HALAMAN UJI", "TEST PAGE"),
    "printer": Words("Printer", "Printer"),
    "paper": Words("Kertas", "Paper"),
    "language": Words("Bahasa perintah", "Command language"),
    "columns": Words("kolom", "columns"),
    "dots": Words("titik", "dots"),
    "test_ruler": Words("Tepi kiri dan kanan garis ini harus utuh.", "Both ends of this line must be whole."),
    "test_scan": Words("Pindai: kode ini harus terbaca.", "Scan: this code must read."),
}


def say(phrase: str, language: str) -> str:
    """A phrase in `language` ("id" or "en")."""
    words = PHRASES[phrase]
    return words.en if language == "en" else words.id


def amount_text(amount: int) -> str:
    """Whole rupiah with dots: -1234567 is "-1.234.567"."""
    return f"{amount:,}".replace(",", ".")


def rupiah_text(amount: int) -> str:
    """Whole rupiah for large letters: "Rp 150.000", "-Rp 150.000"."""
    return f"-Rp {amount_text(-amount)}" if amount < 0 else f"Rp {amount_text(amount)}"
