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
    "balance": Words("Sisa pesanan", "Balance of orders"),
    "paid_down": Words("Uang muka", "Paid down"),
    "balance_due": Words("SISA", "TO PAY"),
    "bring_receipt": Words(
        "Sisa dibayar saat barang diterima. Bawa struk ini.",
        "The rest is paid when you get the goods. Bring this receipt.",
    ),
    "balance_payment": Words("PELUNASAN PESANAN", "ORDER BALANCE"),
    "balance_paid": Words("DIBAYAR", "PAID"),
    "paid_in_full": Words("Pesanan ini sudah lunas.", "This order is paid in full."),
    "never_paid": Words("Sisa yang belum dibayar", "Never paid"),
    "change": Words("Kembalian", "Change"),
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
    "signed_lead": Words("Ketua stan", "Stall lead"),
    "test": Words("HALAMAN UJI", "TEST PAGE"),
    "printer": Words("Printer", "Printer"),
    "paper": Words("Kertas", "Paper"),
    "language": Words("Bahasa perintah", "Command language"),
    "columns": Words("kolom", "columns"),
    "dots": Words("titik", "dots"),
    "test_ruler": Words("Tepi kiri dan kanan garis ini harus utuh.", "Both ends of this line must be whole."),
    "test_scan": Words("Pindai: kode ini harus terbaca.", "Scan: this code must read."),
    "kuitansi": Words("KUITANSI", "RECEIPT OF PAYMENT"),
    "replaces": Words("Mengganti", "Replaces"),
    "received_from": Words("Telah terima dari", "Received from"),
    "amount_of": Words("Uang sejumlah", "The sum of"),
    "purpose": Words("Untuk pembayaran", "In payment of"),
    "receiver": Words("Penerima", "Received by"),
    "stamp": Words("Meterai Rp 10.000", "Duty stamp Rp 10.000"),
    "report_x": Words("LAPORAN X (sementara)", "X REPORT (so far)"),
    "report_z": Words("LAPORAN Z (tutup kasir)", "Z REPORT (closing)"),
    "till": Words("Kasir", "Till"),
    "opened": Words("Buka", "Opened"),
    "printed": Words("Dicetak", "Printed"),
    "sales": Words("Penjualan", "Sales"),
    "gross": Words("Kotor", "Gross"),
    "discounts": Words("Potongan", "Discounts"),
    "refunds": Words("Pengembalian", "Refunds"),
    "net": Words("BERSIH", "NET"),
    "held_cash": Words("Tunai penjualan ditahan", "Cash of held sales"),
    "late": Words("Menyusul setelah tutup", "Handed in after closing"),
    "drawer": Words("Laci uang", "Cash drawer"),
    "opening_float": Words("Modal awal", "Opening float"),
    "cash_sales": Words("Penjualan tunai", "Cash sales"),
    "cash_refunds": Words("Pengembalian tunai", "Cash refunds"),
    "cash_corrections": Words("Koreksi pembayaran", "Payment corrections"),
    "unexplained_cash": Words("Tunai tak terjelaskan", "Unexplained cash"),
    "cash_in": Words("Uang masuk", "Cash in"),
    "cash_out": Words("Uang keluar", "Cash out"),
    "cash_deposit": Words("Setoran", "Deposits"),
    "unconfirmed_payments": Words("Belum dipastikan masuk", "Not seen to arrive"),
    "counted": Words("Dihitung", "Counted"),
    "expected": Words("Seharusnya", "Expected"),
    "difference": Words("Selisih", "Difference"),
    "deposit": Words("BUKTI SETOR", "DEPOSIT SLIP"),
    "deposited": Words("DISETOR", "DEPOSITED"),
    "gives": Words("Yang menyerahkan", "Handed over by"),
    "takes": Words("Yang menerima", "Received by"),
    "delivery_in": Words("SURAT TERIMA BARANG", "DELIVERY NOTE"),
    "delivery_out": Words("SURAT KEMBALI BARANG", "RETURN NOTE"),
    "facility": Words("Dari UPT", "From facility"),
    "facility_out": Words("Kembali ke UPT", "Back to facility"),
    "announced": Words("di surat jalan", "on the waybill"),
    "best_before": Words("Baik digunakan sebelum", "Best before"),
    "composition": Words("Komposisi", "Ingredients"),
    "allergens": Words("Alergen", "Allergens"),
    "net_content": Words("Isi bersih", "Net content"),
    "producer": Words("Diproduksi oleh", "Produced by"),
    "produced_on": Words("Tanggal produksi", "Produced on"),
    "batch": Words("Kode produksi", "Batch"),
    "storage": Words("Penyimpanan", "Storage"),
    "permit": Words("Izin edar", "Permit"),
    "halal": Words("Halal", "Halal"),
    "name": Words("Nama", "Name"),
    "address": Words("Alamat", "Address"),
    "missing": Words("BELUM LENGKAP, jangan dijual", "INCOMPLETE, not for sale"),
    "scan_product": Words("Pindai untuk mengenal karya ini", "Scan to meet this work"),
    "serial": Words("Karya tunggal", "One of a kind"),
    "calibration": Words("KALIBRASI", "CALIBRATION"),
    "calibrate_width": Words(
        "1. Garis terpanjang mana yang utuh sampai tanda akhirnya?",
        "1. Which is the longest line that is whole to its end mark?",
    ),
    "calibrate_columns": Words(
        "2. Baris terpanjang mana yang tidak terputus?", "2. Which is the longest row that is not broken?"
    ),
    "calibrate_letters": Words(
        "3. Apakah huruf ini sama dengan di layar?", "3. Are these letters the same as on the screen?"
    ),
    "calibrate_codes": Words("4. Kode mana yang terbaca?", "4. Which code reads?"),
    "calibrate_native": Words("A (dari printer)", "A (by the printer)"),
    "calibrate_drawn": Words("B (gambar)", "B (drawn)"),
    "calibrate_cut": Words("5. Apakah kertas terpotong di bawah ini?", "5. Is the paper cut under this?"),
    "calibrate_label": Words("Bingkai utuh di keempat sisi?", "Is the frame whole on all four sides?"),
    "hall_check": Words("PERIKSA STAN", "STALL CHECK"),
    "hall_check_scan": Words(
        "Pindai kode ini dengan tablet stan ini. Papan panitia menjadi hijau bila kode terbaca.",
        "Scan this code with this stall's tablet. The organisers' list turns green once it has been read.",
    ),
}


def say(phrase: str, language: str) -> str:
    """A phrase in `language` ("id" or "en")."""
    words = PHRASES[phrase]
    return words.en if language == "en" else words.id


def say_method(method: str, language: str) -> str:
    """A method of payment; one that has no word of its own is said as it is written."""
    return say(method, language) if method in PHRASES else method


def amount_text(amount: int) -> str:
    """Whole rupiah with dots: -1234567 is "-1.234.567"."""
    return f"{amount:,}".replace(",", ".")


def rupiah_text(amount: int) -> str:
    """Whole rupiah for large letters: "Rp 150.000", "-Rp 150.000"."""
    return f"-Rp {amount_text(-amount)}" if amount < 0 else f"Rp {amount_text(amount)}"
