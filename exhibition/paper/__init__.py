"""What stands on paper: receipts, labels and slips, composed here and printed by `printers`."""
