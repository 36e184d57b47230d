import type { Operation } from './operation.ts';
import { cancelSchedule } from './operations/cancel-schedule.ts';
import { prepareExposure } from './operations/prepare-exposure.ts';
import { readMovements } from './operations/read-movements.ts';
import { readSchedule } from './operations/read-schedule.ts';
import { type Render, renderDocuments } from './operations/render-documents.ts';
import { requestLimit } from './operations/request-limit.ts';
import { sendExposure } from './operations/send-exposure.ts';
import { startDay } from './operations/start-day.ts';
import { submitCredits } from './operations/submit-credits.ts';
import { submitSchedule } from './operations/submit-schedule.ts';
import { syncCover } from './operations/sync-cover.ts';
import { tellCredits } from './operations/tell-credits.ts';

/** Every operation a delivery may name. */
export function operationsWith(parts: { render: Render }): Readonly<Record<string, Operation>> {
  return {
    cancelSchedule,
    prepareExposure,
    readMovements,
    readSchedule,
    renderDocuments: renderDocuments(parts.render),
    requestLimit,
    sendExposure,
    startDay,
    submitCredits,
    submitSchedule,
    syncCover,
    tellCredits,
  };
}

/** Queues of our own work, beside one for each adapter. */
export const localQueues = {
  documents: { perSecond: 20, concurrency: 1 },
  local: { perSecond: 20, concurrency: 2 },
} as const;
