"""How a transaction works: tables, engine, the writing thread, the unit of work, the station log,
numbers, backups.
"""
