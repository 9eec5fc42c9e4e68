"""Patients, guarantors, payers and patient accounts, and how they are found."""
