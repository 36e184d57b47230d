import type { Operation } from './operation.ts';
import { cancelSchedule } from './operations/cancel-schedule.ts';
import { contributeDocument } from './operations/contribute-document.ts';
import { fileClaim } from './operations/file-claim.ts';
import { findBuyer } from './operations/find-buyer.ts';
import { noticeInsurer } from './operations/notice-insurer.ts';
import { notifyDebtor } from './operations/notify-debtor.ts';
import { prepareExposure } from './operations/prepare-exposure.ts';
import { readAcknowledgement } from './operations/read-acknowledgement.ts';
import { readClaim } from './operations/read-claim.ts';
import { readInsurerNotice } from './operations/read-insurer-notice.ts';
import { readLimit } from './operations/read-limit.ts';
import { readMovements } from './operations/read-movements.ts';
import { readSchedule } from './operations/read-schedule.ts';
import { reckonDuties } from './operations/reckon-duties.ts';
import { type Render, renderDocuments } from './operations/render-documents.ts';
import { type RenderLetter, renderLetter } from './operations/render-letter.ts';
import { changeLimit, requestLimit } from './operations/request-limit.ts';
import { sendExposure } from './operations/send-exposure.ts';
import { startDay } from './operations/start-day.ts';
import { submitCredits } from './operations/submit-credits.ts';
import { submitSchedule } from './operations/submit-schedule.ts';
import { compareCover, syncCover } from './operations/sync-cover.ts';
import { tellCredits } from './operations/tell-credits.ts';

/** Every operation a delivery may name. */
export function operationsWith(parts: {
  render: Render;
  /** Absent where a process makes no letters. */
  renderLetter?: RenderLetter;
}): Readonly<Record<string, Operation>> {
  return {
    cancelSchedule,
    changeLimit,
    compareCover,
    noticeInsurer,
    notifyDebtor,
    contributeDocument,
    fileClaim,
    findBuyer,
    prepareExposure,
    readAcknowledgement,
    readClaim,
    readInsurerNotice,
    readLimit,
    readMovements,
    readSchedule,
    reckonDuties,
    renderDocuments: renderDocuments(parts.render),
    ...(parts.renderLetter && { renderLetter: renderLetter(parts.renderLetter) }),
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
