// How the mapping file writes a currency.
import { z } from 'zod';

/** Source: ISO 4217, which Procore and Xero both write; read 2026-11-24. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as BSD');
