import { ageingRoutes } from './ageing.ts';
import { auditRoutes } from './audit.ts';
import { bankRoutes } from './bank.ts';
import { bankDecisionRoutes } from './bank-decisions.ts';
import { basketRoutes } from './baskets.ts';
import { benefitRoutes } from './benefits.ts';
import { bookRoutes } from './books.ts';
import { circumstanceRoutes } from './circumstances.ts';
import { claimStepRoutes } from './claim-steps.ts';
import { claimRoutes } from './claims.ts';
import { coverRoutes } from './cover.ts';
import { coverProofRoutes } from './cover-proof.ts';
import { deliveryRoutes } from './deliveries.ts';
import { dutyRoutes } from './duties.ts';
import { effectRoutes } from './effects.ts';
import { explanationRoutes } from './explanations.ts';
import { exposureRoutes } from './exposure.ts';
import { facilityRoutes } from './facilities.ts';
import { factorStatementRoutes } from './factor-statements.ts';
import { fixingRoutes } from './fixings.ts';
import { importRoutes } from './imports.ts';
import { insurerNoticeRoutes } from './insurer-notices.ts';
import { insurerRequestRoutes } from './insurer-requests.ts';
import { meRoutes } from './me.ts';
import { movementRoutes } from './movements.ts';
import { offeringRoutes } from './offering.ts';
import { outlookRoutes } from './outlook.ts';
import { paymentRoutes } from './payment.ts';
import { paymentPlanRoutes } from './payment-plans.ts';
import { policyRoutes } from './policies.ts';
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
  ...fixingRoutes,
  ...facilityRoutes,
  ...coverRoutes,
  ...coverProofRoutes,
  ...insurerRequestRoutes,
  ...policyRoutes,
  ...circumstanceRoutes,
  ...benefitRoutes,
  ...explanationRoutes,
  ...selectionRoutes,
  ...effectRoutes,
  ...storedSelectionRoutes,
  ...basketRoutes,
  ...requestRoutes,
  ...deliveryRoutes,
  ...exposureRoutes,
  ...claimRoutes,
  ...claimStepRoutes,
  ...dutyRoutes,
  ...insurerNoticeRoutes,
  ...paymentPlanRoutes,
  ...movementRoutes,
  ...factorStatementRoutes,
  ...bankRoutes,
  ...bankDecisionRoutes,
  ...bookRoutes,
  ...reconciliationRoutes,
  ...offeringRoutes,
  ...outlookRoutes,
  ...auditRoutes,
];
