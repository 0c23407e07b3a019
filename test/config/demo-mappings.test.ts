// Proves that each demo company's mapping file can be used with the chart, the tax codes and the tracking of that company, by
// the readers and the check that a worker uses at its start.
import { describe, expect, test } from 'vitest';
import { loadMappingFile } from '../../config/mapping-file.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { mappingProblems } from '../../domain/mapping/check-chart.ts';
import { buildCompany } from '../../sandbox/company/build-company.ts';
