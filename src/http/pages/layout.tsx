import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { formFieldName } from '../identity/guard.ts';
import { assets } from './asset.ts';
import type { Text } from './text/text.ts';
import type { View } from './view.ts';

/** A page with navigation, for someone signed in. */
export const Page: FC<{
  view: View;
  title: string;
  actions?: Child;
  lead?: Child;
  children?: Child;
}> = function Page({ view, title, lead, actions, children }) {
  const { text } = view;
  return (
    <Document title={title} locale={view.locale} nonce={view.nonce} text={text}>
      <a class="skip" href="#main">
        {text.skip}
      </a>
      <Side view={view} />
      <main id="main">
        <div class="top">
          <div>
            <h1>{title}</h1>
            {lead ? <p>{lead}</p> : null}
          </div>
          <div class="actions">
            {actions}
            <Form view={view} action="/language">
              <input type="hidden" name="return_to" value={view.here} />
              <button type="submit" name="locale" value={view.locale === 'en' ? 'zh-CN' : 'en'}>
                <span lang={view.locale === 'en' ? 'zh-CN' : 'en'}>{text.language}</span>
              </button>
            </Form>
            <button type="button" data-do="theme" aria-label={text.theme} title={text.theme}>
              ◐
            </button>
            <button type="button" data-do="print">
              {text.print}
            </button>
          </div>
        </div>
        {children}
      </main>
      <Keys text={text} />
    </Document>
  );
};

/** The page around everything, also for those who are not signed in. */
export const Document: FC<{
  title: string;
  locale: string;
  nonce: string;
  text: Text;
  children?: Child;
}> = function Document({ title, locale, nonce, text, children }) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · ${text.product}`}</title>
          <link rel="icon" href={icon} />
          <link rel="stylesheet" href={assets.css.path} />
          <script nonce={nonce} src={assets.island.path} defer></script>
          <script nonce={nonce} src={assets.htmx.path} defer></script>
        </head>
        <body>{children}</body>
      </html>
    </>
  );
};

/** A real POST that works without scripts; it carries the session's own secret. */
export const Form: FC<{
  view: Pick<View, 'formToken'>;
  action: string;
  children?: Child;
  id?: string;
  isUpload?: boolean;
  [htmx: `hx-${string}`]: string;
}> = function Form({ view, action, children, isUpload = false, ...rest }) {
  return (
    <form
      method="post"
      action={action}
      enctype={isUpload ? 'multipart/form-data' : undefined}
      {...rest}
    >
      <input type="hidden" name={formFieldName} value={view.formToken} />
      {children}
    </form>
  );
};

/** Says that there is nothing and leads to the step that changes that. */
export const Empty: FC<{ title: string; hint: string; go?: string; href?: string }> =
  function Empty({ title, hint, go, href }) {
    return (
      <div class="empty">
        <strong>{title}</strong>
        {hint}
        {go && href ? (
          <div>
            <a class="button" href={href}>
              {go}
            </a>
          </div>
        ) : null}
      </div>
    );
  };

/** What was refused or done, in words, read out to those who do not see it. */
export const Notice: FC<{ kind: 'refused' | 'done' | 'note'; children?: Child }> = function Notice({
  kind,
  children,
}) {
  return (
    <div class={`note ${kind}`} role={kind === 'refused' ? 'alert' : 'status'}>
      {children}
    </div>
  );
};

const icon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Crect width="16" height="16" rx="3" fill="%230b5c55"/%3E%3Cpath d="M11 5a4 4 0 1 0 0 6" fill="none" stroke="white" stroke-width="2"/%3E%3C/svg%3E';

const Side: FC<{ view: View }> = function Side({ view }) {
  const { text, principal, tasks } = view;
  const [path = '/'] = view.here.split('?');
  return (
    <header class="side">
      <a class="brand" href="/">
        {text.product}
      </a>
      <nav aria-label={text.nav.label}>
        <h2>{text.nav.work}</h2>
        <ul>
          <NavLink path={path} href="/" label={text.nav.desk} />
          <NavLink path={path} href="/raise" label={text.nav.raise} />
          <NavLink path={path} href="/requests" label={text.nav.requests} badge={tasks.requests} />
          <NavLink path={path} href="/certificates" label={text.nav.certificates} />
          <NavLink path={path} href="/debtors" label={text.nav.debtors} />
          <NavLink path={path} href="/ageing" label={text.ageing.title} />
          <NavLink path={path} href="/bank" label={text.nav.bank} badge={tasks.bank} />
          <NavLink
            path={path}
            href="/movements"
            label={text.movements.title}
            badge={tasks.movements}
          />
          <NavLink path={path} href="/funders" label={text.funders.title} />
          <NavLink path={path} href="/clocks" label={text.clocks.title} badge={tasks.alerts} />
          <NavLink path={path} href="/insurer-notices" label={text.insurerNotices.title} />
          <NavLink path={path} href="/exposure" label={text.nav.exposure} />
          <NavLink path={path} href="/insurer-requests" label={text.insurer.title} />
          <NavLink path={path} href="/claims" label={text.claims.title} />
          <NavLink path={path} href="/books" label={text.books.title} />
          <NavLink path={path} href="/reconciliation" label={text.reconciliation.title} />
          <NavLink path={path} href="/outlook" label={text.outlook.title} />
        </ul>
        <h2>{text.nav.operations}</h2>
        <ul>
          <NavLink path={path} href="/imports" label={text.nav.imports} />
          <NavLink
            path={path}
            href="/deliveries"
            label={text.nav.deliveries}
            badge={tasks.deliveries}
          />
        </ul>
      </nav>
      <div class="who">
        <b>{principal.name}</b>
        {principal.roles.map((role) => text.roles[role]).join(', ')}
        <Form view={view} action="/sign-out">
          <button type="submit" class="link">
            {text.signOut}
          </button>
        </Form>
      </div>
    </header>
  );
};

const NavLink: FC<{ path: string; href: string; label: string; badge?: number }> =
  function NavLink({ path, href, label, badge = 0 }) {
    const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
    return (
      <li>
        <a href={href} aria-current={isHere ? 'page' : undefined}>
          {label}
          {badge > 0 ? <span class="badge">{badge}</span> : null}
        </a>
      </li>
    );
  };

const Keys: FC<{ text: Text }> = function Keys({ text }) {
  const { keys } = text;
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{keys.title}</h2>
      <dl>
        {[
          ['j', keys.next],
          ['k', keys.previous],
          ['␣', keys.toggle],
          ['/', keys.search],
          ['?', keys.help],
        ].map(([key, meaning]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
      <button type="button" data-do="close">
        {keys.close}
      </button>
    </dialog>
  );
};
