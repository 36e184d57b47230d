import type { FC } from 'hono/jsx';
import type { Certificate } from '../../../core/certificate/certificate.ts';
import type { View } from '../view.ts';
import { reckon } from './reckon.ts';

/** The lines put together again: what they come to, and what that differs by from what is stated. */
export const Reckoning: FC<{ view: View; certificate: Certificate }> = function Reckoning({
  view,
  certificate,
}) {
  const { text, format } = view;
  const said = text.certificate;
  const { currency } = certificate;
  const { parts, resultMinor, differenceMinor } = reckon(certificate);
  const write = (amountMinor: number) => format.amount(amountMinor, currency);
  const terms = parts
    .filter(({ what, amountMinor }) => amountMinor !== 0 || what === 'gross' || what === 'steps')
    .map(({ what, amountMinor }) => {
      const sign = what === 'gross' ? '' : amountMinor > 0 ? '+ ' : '− ';
      return `${sign}${said.sums[what]} ${write(Math.abs(amountMinor))}`;
    });
  const result =
    resultMinor < 0
      ? `${said.sums.overadvance} ${write(-resultMinor)}`
      : `${said.sums.available} ${write(resultMinor)}`;
  const isSame = differenceMinor === 0;
  return (
    <section
      class={isSame ? 'reckoning' : 'reckoning differs'}
      aria-label={said.checkTitle}
      role={isSame ? undefined : 'alert'}
    >
      <h3>{said.checkTitle}</h3>
      <p class="sums">{`${terms.join(' ')} = ${result}`}</p>
      <p>
        <b>{`${said.difference} ${write(differenceMinor)}`}</b>
        {` · ${isSame ? said.agrees : said.differs}`}
      </p>
    </section>
  );
};
