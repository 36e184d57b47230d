import { ageingRoutes } from './ageing.ts';
import { auditRoutes } from './audit.ts';
import { bankRoutes } from './bank.ts';
import { bankDecisionRoutes } from './bank-decisions.ts';
import { basketRoutes } from './baskets.ts';
import { bookRoutes } from './books.ts';
import { coverRoutes } from './cover.ts';
import { deliveryRoutes } from './deliveries.ts';
import { effectRoutes } from './effects.ts';
import { explanationRoutes } from './explanations.ts';
import { exposureRoutes } from './exposure.ts';
import { facilityRoutes } from './facilities.ts';
import { factorStatementRoutes } from './factor-statements.ts';
import { importRoutes } from './imports.ts';
import { meRoutes } from './me.ts';
import { movementRoutes } from './movements.ts';
import { outlookRoutes } from './outlook.ts';
import { paymentRoutes } from './payment.ts';
import { receivableRoutes } from './receivables.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { recordRoutes } from './records.ts';
import { requestRoutes } from './requests.ts';
import type { ApiRoute } from './route.ts';
import { selectionRoutes } from './selection.ts';
import { storedSelectionRoutes } from './selections.ts';

/** Every route of the API: mounted, documented and tested from this one list. */
export const routes: readonly ApiRoute[] = [
  ...meRoutes,
  ...importRoutes,
  ...receivableRoutes,
  ...ageingRoutes,
  ...paymentRoutes,
  ...recordRoutes,
  ...facilityRoutes,
  ...coverRoutes,
  ...explanationRoutes,
  ...selectionRoutes,
  ...effectRoutes,
  ...storedSelectionRoutes,
  ...basketRoutes,
  ...requestRoutes,
  ...deliveryRoutes,
  ...exposureRoutes,
  ...movementRoutes,
  ...factorStatementRoutes,
  ...bankRoutes,
  ...bankDecisionRoutes,
  ...bookRoutes,
  ...reconciliationRoutes,
  ...outlookRoutes,
  ...auditRoutes,
];
