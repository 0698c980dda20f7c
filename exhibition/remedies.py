"""What to do next about every "no": one table by code. A test reads the code and finds none missing."""

from pos.refusals import Message

_AGAIN = Message(
    "Betulkan isian yang disebut di `fields`, lalu kirim lagi dengan id yang sama.",
    "Mend what `fields` names, then send it again under the same id.",
)
_PUT_RIGHT = Message(
    "Betulkan isian yang disebut, lalu kirim lagi.", "Mend the fields that are named, then send it again."
)
_NEW_ID = Message(
    "Buat id baru untuk dokumen ini, lalu kirim lagi; yang pertama tetap berlaku.",
    "Give this document a new id and send it again; the first one stands.",
)
_STALLS = Message("Lihat daftar stan di /api/v1/stalls.", "The stalls are listed at /api/v1/stalls.")
_TILLS = Message("Lihat daftar kasir di /api/v1/tills.", "The tills are listed at /api/v1/tills.")
_PRODUCTS = Message("Cari produknya di /api/v1/products.", "Find the product at /api/v1/products.")
_PRINTERS = Message(
    "Lihat daftar printer di /api/v1/printers.", "The printers are listed at /api/v1/printers."
)
_LOOK_AGAIN = Message(
    "Muat ulang keadaannya, lalu putuskan lagi.", "Fetch its state again, then decide anew."
)
_LABEL_CODE = Message(
    "Ketik lagi enam huruf dan angka di bawah QR, atau cari barangnya di katalog.",
    "Type the six letters and digits under the QR again, or find the product in the catalogue.",
)

NEXT = {
    # The request itself
    "bad_request": Message("Kirim JSON yang utuh dalam UTF-8.", "Send complete JSON in UTF-8."),
    "unknown_address": Message(
        "Periksa alamatnya, atau mulai lagi dari halaman depan.",
        "Check the address, or begin again at the front page.",
    ),
    "method_not_allowed": Message("Pakai cara yang ada di `allowed`.", "Use a method that `allowed` names."),
    "too_large": Message("Kirim dalam bagian yang lebih kecil.", "Send it in smaller parts."),
    "json_expected": Message(
        "Kirim lagi dengan Content-Type: application/json.", "Send it again as application/json."
    ),
    "internal_error": Message(
        "Coba lagi, dokumen dengan id yang sama; kalau terulang, sebutkan nomornya kepada panitia.",
        "Try again, a document under the same id; if it happens again, tell the organisers the number.",
    ),
    "busy": Message(
        "Kirim lagi dengan id yang sama setelah jeda di Retry-After.",
        "Send it again under the same id after the pause in Retry-After.",
    ),
    "drawing_stopped": Message(
        "Coba lagi sebentar lagi; kalau terulang, mulai lagi servernya.",
        "Try again in a moment; if it happens again, restart the server.",
    ),
    "invalid": _PUT_RIGHT,
    "invalid_request": _PUT_RIGHT,
    "invalid_id": Message("Pakai UUID buatan sendiri di alamat.", "Put a UUID of your own in the address."),
    "id_reused": _NEW_ID,
    # Who
    "sign_in_required": Message(
        "Masuk di /sign-in, daftarkan tablet di /enrol, atau kirim token.",
        "Sign in at /sign-in, enrol the tablet at /enrol, or send a token.",
    ),
    "csrf": Message(
        "Buka halaman Lapak lagi dan ulangi dari sana; program mengirim token.",
        "Open Lapak's page again and repeat it there; programs send a token.",
    ),
    "wrong_pin": Message(
        "Coba lagi; kalau lupa, panitia membuat PIN baru.", "Try again; organisers can make a new PIN."
    ),
    "too_many_tries": Message(
        "Tunggu selama `retry_after` detik, lalu coba lagi.",
        "Wait for `retry_after` seconds, then try again.",
    ),
    "too_often": Message(
        "Tunggu selama `retry_after` detik, lalu kirim lagi.",
        "Wait for `retry_after` seconds, then send it again.",
    ),
    "role_not_allowed": Message(
        "Minta orang dengan peran di `allowed`.", "Ask somebody with a role that `allowed` names."
    ),
    "wrong_stall": Message(
        "Pakai tablet stan itu, atau minta panitia.", "Use a tablet of that stall, or ask an organiser."
    ),
    "wrong_till": Message(
        "Kirim dengan kode kasir milik perangkat ini; kalau tabletnya baru, daftarkan ulang.",
        "Send it under this device's own till code; enrol a new tablet again.",
    ),
    "till_revoked": Message(
        "Minta kode pendaftaran baru di kantor panitia; penjualan yang tersimpan tetap dikirim.",
        "Ask the office for a new enrolment code; saved sales are sent all the same.",
    ),
    "not_enrolled": Message(
        "Minta kode di kantor panitia, lalu buka /enrol.", "Ask the office for a code, then open /enrol."
    ),
    "enrolment_unknown": Message(
        "Kode berlaku 15 menit dan sekali pakai: panitia membuat yang baru di halaman Tablet.",
        "A code lasts 15 minutes and works once: organisers make a new one on the page Tablets.",
    ),
    "approval_required": Message(
        "Ketua memasukkan PIN: kirim `ask`, lalu ulangi dengan kode yang didapat sebagai `approval`.",
        "Let the lead enter the PIN: send `ask`, then repeat with the code you get as `approval`.",
    ),
    "may_not_approve": Message(
        "Minta ketua stan, bendahara, atau panitia.", "Ask the stall's lead, a treasurer or an organiser."
    ),
    "invalid_approval": _PUT_RIGHT,
    "role_unknown": Message("Pilih peran dari `known`.", "Choose a role that `known` names."),
    "stall_required": Message("Sebutkan nomor stannya.", "Name the stall."),
    "stall_not_allowed": Message(
        "Hilangkan stannya, atau pilih peran kasir atau ketua.",
        "Leave the stall out, or choose the role of a cashier or lead.",
    ),
    "staff_exists": Message("Pilih nama lain.", "Choose another name."),
    "staff_unknown": Message("Lihat daftar petugas di /api/v1/staff.", "People are listed at /api/v1/staff."),
    "wrong_key": Message(
        "Jalankan perintah di folder data server ini.", "Run the command on this server's data folder."
    ),
    # Sales and what puts them right
    "invalid_sale": Message(
        "Simpan dokumen ini dalam daftar yang ditolak, laporkan ke panitia, lanjutkan dengan yang berikut.",
        "Keep this document in the list of rejected ones, report it, and go on with the next.",
    ),
    "sale_unknown": Message(
        "Periksa idnya; penjualan di tablet mungkin belum terkirim.",
        "Check the id; the tablet may not have sent the sale yet.",
    ),
    "sale_held": Message(
        "Panitia memutuskan dulu di kantor (/api/v1/held).", "An organiser decides first (/api/v1/held)."
    ),
    "held_unknown": Message(
        "Lihat daftar yang tertahan di /api/v1/held.", "Held sales are listed at /api/v1/held."
    ),
    "already_decided": Message(
        "Tidak perlu apa-apa; keputusan pertama berlaku.", "Nothing to do; the first decision stands."
    ),
    "still_not_acceptable": Message(
        "Kirim keputusan lagi dengan `lines` (atau `number`) yang betul, atau tolak.",
        "Send the decision again with the right `lines` (or `number`), or reject it.",
    ),
    "invalid_decision": _PUT_RIGHT,
    "invalid_refund": _AGAIN,
    "nothing_left_to_refund": Message(
        "Kembalikan paling banyak sejumlah `left`.", "Refund no more than what is `left`."
    ),
    "invalid_balance_payment": _AGAIN,
    "invalid_handover": _AGAIN,
    "invalid_contact": _AGAIN,
    "invalid_capacity": _PUT_RIGHT,
    "balance_not_paid": Message(
        "Lunasi pesanannya dengan uang yang benar-benar masuk.",
        "Pay the order's balance with the money that really came in.",
    ),
    "not_an_order": Message("Pilih dari baris di `orders`.", "Choose among the lines in `orders`."),
    "contact_unknown": Message(
        "Tanyakan kepada pembeli, atau lihat catatan stan: data yang sudah dihapus tidak kembali.",
        "Ask the buyer, or look at the stall's notes: what was deleted does not come back.",
    ),
    "refund_unknown": Message("Periksa id pengembaliannya.", "Check the id of the refund."),
    "invalid_payment_correction": _AGAIN,
    "invalid_confirmation": _PUT_RIGHT,
    "payment_unknown": Message(
        "Hitung pembayaran dari 1 seperti di penjualannya.", "Count payments from 1 as the sale lists them."
    ),
    "no_open_shift": Message(
        "Buka kasir stan ini, lalu ulangi.", "Open this stall's drawer, then repeat it."
    ),
    "invalid_shift": _AGAIN,
    "invalid_count": _AGAIN,
    "invalid_cash_movement": _AGAIN,
    "shift_unknown": Message(
        "Buka kasir dulu; daftarnya di /api/v1/shifts.", "Open the drawer first; /api/v1/shifts lists them."
    ),
    "shift_closed": Message(
        "Buka kasir baru untuk yang berikutnya.", "Open a new shift for whatever comes next."
    ),
    # Tills and stalls
    "till_unknown": _TILLS,
    "stall_unknown": _STALLS,
    "facility_unknown": Message(
        "Pakai kode `facility` seperti di /api/v1/products.", "Use a `facility` code as in /api/v1/products."
    ),
    "no_till": Message(
        "Panggil dari tablet stan yang terdaftar.", "Call from an enrolled tablet of a stall."
    ),
    "invalid_report": _PUT_RIGHT,
    "invalid_reservation": _PUT_RIGHT,
    "document_unknown": _LOOK_AGAIN,
    "invalid_reason": _PUT_RIGHT,
    "invalid_settings": _PUT_RIGHT,
    "invalid_closing_prices": _PUT_RIGHT,
    "closing_rule_for_nothing": Message(
        "Pilih stan, jenis, atau produk dari daftar.",
        "Choose a stall, a category or a product from the list.",
    ),
    "invalid_qris": Message(
        "Pindai lagi lembar QRIS aslinya.", "Scan the stall's original QRIS sheet again."
    ),
    "invalid_outbox": Message(
        "Pilih berkas yang disimpan tablet, tanpa diubah.", "Choose the file as the tablet saved it."
    ),
    "piece_unknown": Message(
        "Periksa kode karyanya di label serinya.", "Check the piece's code on its serial label."
    ),
    "piece_sold": Message("Pilih karya lain.", "Choose another piece."),
    "piece_reserved": Message(
        "Tunggu sampai `until`, atau minta kasir itu melepasnya.",
        "Wait until `until`, or ask that till to let it go.",
    ),
    # Goods
    "unknown_product": _PRODUCTS,
    "invalid_consignment": _AGAIN,
    "invalid_stock_movement": _AGAIN,
    "invalid_price_change": _AGAIN,
    "invalid_description": _AGAIN,
    "nothing_returned": Message(
        "Catat dulu barang yang dikembalikan (/api/v1/stock-movements, kind returned).",
        "Record first what goes back (/api/v1/stock-movements, kind returned).",
    ),
    "not_of_this_facility": Message(
        "Pindahkan baris itu ke surat jalan UPT pemiliknya.",
        "Move that line to the delivery note of the facility it belongs to.",
    ),
    "not_stocked": Message(
        "Barang pesanan dan kegiatan tidak dihitung stoknya; tidak perlu dicatat.",
        "Goods made to order and services have no stock; there is nothing to book.",
    ),
    "consignment_unknown": Message("Periksa id surat jalannya.", "Check the id of the delivery note."),
    # Paper
    "printer_unknown": _PRINTERS,
    "invalid_printer": _PUT_RIGHT,
    "printer_not_reached": Message(
        "Periksa listrik, kabel, dan alamat printer, lalu coba lagi.",
        "Check the printer's power, cable and address, then try again.",
    ),
    "not_an_agents_printer": Message(
        "Pakai `agent+` di depan alamat printer kalau komputer stan yang menggerakkannya.",
        "Put `agent+` before the printer's connection if a stall's machine is to drive it.",
    ),
    "not_the_host": Message(
        "Di tablet ini buka Status, lalu tekan Cetak lewat tablet ini; atau pakai tablet yang dipilih.",
        "On this tablet open Status and tap Print through this tablet; or use the one that was chosen.",
    ),
    "not_a_print_app": Message(
        "Isi sambungan printer dengan agent+app://rawbt kalau dicetak lewat aplikasi.",
        "Set the printer's connection to agent+app://rawbt if an app is to print.",
    ),
    "not_this_printers_job": Message(
        "Ambil cetakan berikutnya dari /api/v1/agent/jobs/next.",
        "Take the next job from /api/v1/agent/jobs/next.",
    ),
    "job_unknown": Message(
        "Cari cetakannya lewat /api/v1/print-jobs?sale=…", "Find the job by /api/v1/print-jobs?sale=…"
    ),
    "job_state": _LOOK_AGAIN,
    "invalid_state": _PUT_RIGHT,
    "not_a_sale_id": Message(
        "Pakai id penjualannya, bukan nomornya; id-nya ada di /api/v1/sales?number=….",
        "Use the sale's id, not its number; /api/v1/sales?number=… tells it.",
    ),
    "not_copied": Message(
        "Label: lanjutkan di belakang label terakhir (`continue`), atau cetak batch baru;"
        " kartu, laci dan halaman tes: minta lagi.",
        "Labels: go on behind the last one (`continue`), or print a new batch;"
        " cards, drawer and test pages: ask for them again.",
    ),
    "kuitansi_written": Message(
        "Untuk salinan, kosongkan nama dan keperluan. Untuk nama lain, tarik kertas yang lama, lalu pilih"
        " kuitansi baru (`anew`).",
        "For a copy leave name and purpose empty. For another name take the old paper back, then choose a"
        " new kuitansi (`anew`).",
    ),
    "not_labels": Message("Minta salinan saja.", "Ask for a copy instead."),
    "still_held": Message("Cetak yang asli atau buang dulu.", "Print the original, or drop it, first."),
    "still_waiting": Message("Tunggu, atau buang cetakan ini.", "Wait for it, or drop this job."),
    "too_many_labels": Message("Cetak dalam beberapa kali.", "Print them in several batches."),
    "wrong_media": Message(
        "Pilih printer atau ukuran label yang cocok.", "Choose a printer, or a size, that fits."
    ),
    "private_address": Message(
        "Kirim lagi dengan `repeat_with`, atau atur public_url lebih dulu.",
        "Send it again with `repeat_with`, or set public_url first.",
    ),
    "address_too_long": Message(
        "Atur public_url yang lebih pendek di lapak.toml, lalu mulai lagi servernya.",
        "Set a shorter public_url in lapak.toml and start the server again.",
    ),
    "invalid_logo": Message(
        "Kirim gambar PNG atau JPEG hitam di atas putih.", "Send a PNG or JPEG, black on white."
    ),
    "no_logo": Message("Kirim gambar dengan PUT ke alamat ini.", "PUT a picture at this address."),
    "file_unreadable": Message(
        "Periksa nama berkasnya dan izin membacanya.", "Check the file's name and that you may read it."
    ),
    "invalid_file": Message(
        "Pakai kolom seperti di exhibition/demo/products.csv, lalu impor lagi.",
        "Use the columns of exhibition/demo/products.csv, then import it again.",
    ),
    # The hall
    "no_event": Message(
        "Siapkan pameran lewat alamat `setup` yang dicetak server saat mulai.",
        "Set the exhibition up at the `setup` address that the server prints when it starts.",
    ),
    "already_set_up": Message("Masuk sebagai panitia.", "Sign in as an organiser."),
    "setup_closed": Message("Masuk sebagai panitia di /sign-in.", "Sign in as an organiser at /sign-in."),
    "no_authority": Message(
        "Jalankan `lapak certificate`, lalu mulai lagi servernya.",
        "Run `lapak certificate`, then start the server again.",
    ),
    "no_hall_check": Message(
        "Mulai pemeriksaan stan dari kantor panitia.", "Start a check of the stalls in the office."
    ),
    "check_unknown": Message(
        "Cetak kode pemeriksaan lagi dari kantor panitia.", "Print the codes of the check again."
    ),
    # Buyers
    "code_unknown": _LABEL_CODE,
    "receipt_unknown": Message(
        "Pindai lagi QR di struk, atau minta kasir mencetak salinannya.",
        "Scan the QR on the receipt again, or ask the stall for a copy.",
    ),
    "invalid_feedback": _PUT_RIGHT,
}
_OTHERWISE = Message(
    "Coba lagi; kalau terulang, beri tahu panitia.", "Try again; if it happens again, tell the organisers."
)


def what_next(code: str) -> Message:
    """What whoever met this "no" can do now."""
    return NEXT.get(code, _OTHERWISE)
