import type { Child, FC } from 'hono/jsx';
import type { DeliveryState } from '../../../core/delivery.ts';
import { Channel } from '../../../core/notice/notice-fact.ts';
import { word } from '../../../core/wording/word.ts';
import type { StoredNotice } from '../../../store/insurer-notice.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { DayField } from './by-hand.tsx';

type Given = { view: View; stored: StoredNotice };
/** The day where the policy's days end. */
type There = { today: string };

/** What may be done with a notice now, by this reader. */
export const NoticeActs: FC<Given & There & { delivery: DeliveryState | undefined }> =
  function NoticeActs(given) {
    const { view, stored, delivery, today } = given;
    const { standing } = stored;
    const canPrepare = view.can('notice.prepare');
    const canRelease = view.can('notice.release');
    switch (standing.status) {
      case 'prepared':
        return <Releasing view={view} stored={stored} {...{ canPrepare, canRelease }} />;
      case 'released':
        if (standing.via === 'pack') {
          return canPrepare ? <Dispatching view={view} stored={stored} today={today} /> : null;
        }
        return canRelease && delivery !== 'accepted' ? <Rerouting {...{ view, stored }} /> : null;
      case 'refused':
        return canRelease ? <Rerouting view={view} stored={stored} /> : null;
      case 'told':
        return <Answering view={view} stored={stored} {...{ canPrepare, canRelease }} />;
      default:
        return null;
    }
  };

type May = { canPrepare: boolean; canRelease: boolean };

const Releasing: FC<Given & May> = function Releasing({ view, stored, canPrepare, canRelease }) {
  const { insurerNotices: words } = view.text;
  const { standing, noticeId } = stored;
  const isOwn = standing.needsRelease && standing.preparedBy === view.principal.personId;
  return (
    <Act id="release" title={words.release}>
      <p class="muted">{isOwn ? words.releaseOwn : words.releaseHint}</p>
      {canRelease && !isOwn ? (
        <Form view={view} action={`/insurer-notices/${noticeId}/release`}>
          <input type="hidden" name="hash" value={standing.hash} />
          <div class="fields">
            <button type="submit" class="primary" name="via" value="insurer">
              {words.viaInsurer}
            </button>
            <button type="submit" name="via" value="pack">
              {words.viaPack}
            </button>
          </div>
        </Form>
      ) : null}
      {canPrepare ? (
        <Reasoned view={view} action={`/insurer-notices/${noticeId}/return`} go={words.takeBack} />
      ) : null}
    </Act>
  );
};

const Rerouting: FC<Given> = function Rerouting({ view, stored }) {
  const { insurerNotices: words } = view.text;
  const action = `/insurer-notices/${stored.noticeId}/reroute`;
  return (
    <Act id="reroute" title={words.reroute}>
      <Reasoned view={view} action={action} go={words.reroute} />
    </Act>
  );
};

const Dispatching: FC<Given & There> = function Dispatching({ view, stored, today }) {
  const { insurerNotices: words } = view.text;
  return (
    <Act id="dispatch" title={words.dispatch}>
      <p class="muted">{words.dispatchHint}</p>
      <Form view={view} action={`/insurer-notices/${stored.noticeId}/dispatch`} isUpload>
        <div class="fields">
          <label>
            {words.channel}
            <select name="channel">
              {Channel.options.map((channel) => (
                <option value={channel}>{word(view.locale, `channel.${channel}`)}</option>
              ))}
            </select>
          </label>
          <DayField name="on" label={words.day} value={today} />
          <label>
            {words.hour}
            <input type="time" name="at" required />
          </label>
          <label>
            {words.number}
            <input name="reference" required maxlength={200} />
          </label>
          <label>
            {words.proof}
            <input type="file" name="proof" required />
          </label>
          <button type="submit" class="primary">
            {words.dispatch}
          </button>
        </div>
      </Form>
    </Act>
  );
};

const answers = ['received', 'in_review', 'accepted', 'refused', 'closed'] as const;

const Answering: FC<Given & May> = function Answering({ view, stored, canPrepare, canRelease }) {
  const { insurerNotices: words } = view.text;
  const { standing, noticeId } = stored;
  const needsReceipt = standing.status === 'told' && standing.receivedOn === undefined;
  return (
    <>
      {canPrepare && needsReceipt ? (
        <Act id="receipt" title={words.receipt}>
          <Form view={view} action={`/insurer-notices/${noticeId}/receipt`}>
            <div class="fields">
              <DayField name="on" label={words.day} value={view.today} />
              <label>
                {words.partnerReference}
                <input name="reference" maxlength={200} />
              </label>
              <button type="submit">{words.receipt}</button>
            </div>
          </Form>
        </Act>
      ) : null}
      {canRelease ? (
        <Act id="answer" title={words.recordAnswer}>
          <Form view={view} action={`/insurer-notices/${noticeId}/answer`}>
            <div class="fields">
              <label>
                {words.answer}
                <select name="status">
                  {answers.map((status) => (
                    <option value={status}>{word(view.locale, `noticeAnswer.${status}`)}</option>
                  ))}
                </select>
              </label>
              <label>
                {words.code}
                <input name="code" required maxlength={200} />
              </label>
              {standing.notice.kind === 'extension' ? (
                <DayField name="due_on" label={words.agreedDue} isOptional />
              ) : null}
              <DayField name="stops_on" label={words.stopsOn} isOptional />
              <button type="submit">{words.recordAnswer}</button>
            </div>
          </Form>
        </Act>
      ) : null}
    </>
  );
};

const Act: FC<{ id: string; title: string; children?: Child }> = function Act({
  id,
  title,
  children,
}) {
  return (
    <section class="panel" aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
      </header>
      <div class="body padded">{children}</div>
    </section>
  );
};

const Reasoned: FC<{ view: View; action: string; go: string }> = function Reasoned({
  view,
  action,
  go,
}) {
  return (
    <Form view={view} action={action}>
      <div class="fields">
        <label>
          {view.text.insurerNotices.why}
          <input name="reason" required maxlength={1000} />
        </label>
        <button type="submit">{go}</button>
      </div>
    </Form>
  );
};
