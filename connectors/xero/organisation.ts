// How the organisation and its chart (accounts, tax rates, tracking) are read; of all that only options are ever written.
import { z } from 'zod';
import type {
  XeroAccount,
  XeroTaxRate,
  XeroTrackingCategory,
} from '../../domain/records/xero/chart.ts';
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import { timeZoneOf } from './time-zones.ts';
import { decimal, idField, optionalDate, optionalFlag, optionalText, text } from './xero-fields.ts';

const organisationSchema = z.looseObject({
  OrganisationID: idField,
  Name: text,
  BaseCurrency: text,
  PeriodLockDate: optionalDate,
  EndOfYearLockDate: optionalDate,
  Timezone: optionalText,
  SalesTaxBasis: optionalText,
  Version: optionalText,
});

export function readOrganisation(element: unknown): XeroOrganisation {
  const organisation = organisationSchema.parse(element);
  return {
    kind: 'xeroOrganisation',
    id: organisation.OrganisationID,
    name: organisation.Name,
    baseCurrency: organisation.BaseCurrency,
    periodLockDate: organisation.PeriodLockDate,
    endOfYearLockDate: organisation.EndOfYearLockDate,
    timeZone: timeZoneOf(organisation.Timezone),
    salesTaxBasis: organisation.SalesTaxBasis,
    edition: organisation.Version,
  };
}

const accountSchema = z.looseObject({
  AccountID: idField,
  Code: optionalText,
  Name: text,
  Type: text,
  Class: text,
  SystemAccount: optionalText,
  EnablePaymentsToAccount: optionalFlag,
  Status: text,
});

export function readAccount(element: unknown): XeroAccount {
  const account = accountSchema.parse(element);
  return {
    id: account.AccountID,
    code: account.Code,
    name: account.Name,
    type: account.Type,
    accountClass: account.Class,
    systemAccount: account.SystemAccount,
    enablePaymentsToAccount: account.EnablePaymentsToAccount,
    status: account.Status,
  };
}

const taxRateSchema = z.looseObject({
  Name: text,
  TaxType: text,
  Status: text,
  EffectiveRate: decimal,
  CanApplyToAssets: optionalFlag,
  CanApplyToEquity: optionalFlag,
  CanApplyToExpenses: optionalFlag,
  CanApplyToLiabilities: optionalFlag,
  CanApplyToRevenue: optionalFlag,
});

export function readTaxRate(element: unknown): XeroTaxRate {
  const rate = taxRateSchema.parse(element);
  const appliesTo = [
    ['ASSET', rate.CanApplyToAssets],
    ['EQUITY', rate.CanApplyToEquity],
    ['EXPENSE', rate.CanApplyToExpenses],
    ['LIABILITY', rate.CanApplyToLiabilities],
    ['REVENUE', rate.CanApplyToRevenue],
  ] as const;
  return {
    taxType: rate.TaxType,
    name: rate.Name,
    rate: rate.EffectiveRate,
    status: rate.Status,
    appliesTo: appliesTo.filter(([, applies]) => applies).map(([accountClass]) => accountClass),
  };
}

const trackingCategorySchema = z.looseObject({
  TrackingCategoryID: idField,
  Name: text,
  Status: text,
  Options: z
    .array(z.looseObject({ TrackingOptionID: idField, Name: text, Status: text }))
    .nullish(),
});

export function readTrackingCategory(element: unknown): XeroTrackingCategory {
  const category = trackingCategorySchema.parse(element);
  return {
    id: category.TrackingCategoryID,
    name: category.Name,
    status: category.Status,
    options: (category.Options ?? []).map((option) => ({
      id: option.TrackingOptionID,
      name: option.Name,
      status: option.Status,
    })),
  };
}

const currencySchema = z.looseObject({ Code: text });

export function readCurrencyCode(element: unknown): string {
  return currencySchema.parse(element).Code;
}
