// The bundler's entry: every workflow there is.
export { contact } from './contact.ts';
export { commitment } from './commitment.ts';
export { payApp } from './pay-app.ts';
export { ownerInvoice } from './owner-invoice.ts';
export { retainageRelease } from './retainage-release.ts';
export { directCost } from './direct-cost.ts';
export { projectBudget } from './project-budget.ts';
export { projectLabour } from './project-labour.ts';
export { writer } from './writer.ts';
export { sweep } from './sweep.ts';
