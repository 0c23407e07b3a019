// What every request to Xero's lists, and of its documents, asks for alike.

/** Ascending, so that what changes while a list is read is met again at its end. */
export const order = 'UpdatedDateUTC ASC';

/** Unit amounts to four places; without it Xero shows, and on a write keeps, two. Orders always have four. */
export const unitdp = 4;
