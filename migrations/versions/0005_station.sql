CREATE TABLE printer_detail (
	name TEXT NOT NULL,
	host TEXT NOT NULL,
	profile TEXT NOT NULL,
	dots INTEGER NOT NULL,
	font TEXT NOT NULL,
	table_number INTEGER NOT NULL,
	sensor TEXT NOT NULL,
	ack TEXT NOT NULL,
	real_time_kick INTEGER NOT NULL,
	qr INTEGER NOT NULL,
	baud INTEGER NOT NULL,
	parity TEXT NOT NULL,
	flow TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
