import type { ErrorEntry, RouteDefinition } from '@kinora/contract';

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `:root{color-scheme:dark;--page:#0e0e0e;--card:#171717;--line:#333;--edge:#7d7d7d;--text:#f0f0f0;--soft:#bababa;--link:#9dbdfb;--good:#7fd6a0;--bad:#ff9c92;--press:#f0f0f0;--on-press:#161616}
@media(prefers-color-scheme:light){:root{color-scheme:light;--page:#f3f3f3;--card:#fcfcfc;--line:#d7d7d7;--edge:#767676;--text:#161616;--soft:#4a4a4a;--link:#1a4fb4;--good:#14683a;--bad:#a8201a;--press:#161616;--on-press:#fcfcfc}}
*{box-sizing:border-box}body{margin:0 auto;max-width:960px;padding:32px 24px;background:var(--page);color:var(--text);font:14px/22px system-ui}a{color:var(--link)}
h1{font-size:24px;line-height:32px}h2{margin-top:40px;font-size:18px}article{border-top:1px solid var(--line);padding:12px 0}article>b code,.path{overflow-wrap:anywhere}
code,pre,textarea,input,select{font:12px/18px ui-monospace,monospace}pre{background:var(--card);padding:12px;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere}.answer pre{overflow:auto;max-height:480px}b{font-weight:600}.m{display:inline-block;min-width:56px;color:var(--soft)}
summary{cursor:pointer;width:max-content;padding:4px 0;color:var(--link)}form,#caller{display:grid;gap:12px;padding:12px 0}.field{display:grid;gap:4px}small{color:var(--soft)}.row{display:flex;gap:8px;margin:0}
input,select,textarea{width:100%;padding:7px 10px;color:var(--text);background:var(--card);border:1px solid var(--edge);border-radius:6px}textarea{resize:vertical}
button{padding:7px 16px;font:600 14px/22px system-ui;color:var(--on-press);background:var(--press);border:1px solid var(--press);border-radius:6px;cursor:pointer}button.quiet{color:var(--text);background:none;border-color:var(--edge)}button:disabled{opacity:.6;cursor:default}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}.good{color:var(--good)}.bad{color:var(--bad)}.fields{margin:0;padding-inline-start:20px;color:var(--soft)}.answer img{max-width:100%;border-radius:6px}[hidden]{display:none!important}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

/**
 * The reference as one page without outside requests: every operation with a curl line, then every error. It reads whole
 * without a script; docs-try-out.js adds a form to each operation when it is opened (docs/decisions/0022).
 */
export function renderDocsPage(
  routes: readonly RouteDefinition[],
  errors: ReadonlyMap<string, ErrorEntry>,
  publicUrl: string,
): string {
  const tags = [...new Set(routes.map((route) => route.tag))];
  const sections = tags.map(
    (tag) =>
      `<h2 id="${tag}">${escapeHtml(tag)}</h2>${routes
        .filter((route) => route.tag === tag)
        .map((route) => renderRoute(route, publicUrl))
        .join('')}`,
  );
  const rows = [...errors]
    .sort()
    .map(
      ([code, entry]) =>
        `<article id="${code}"><b>${escapeHtml(code)}</b> <span class="m">${entry.status}</span><br>${escapeHtml(entry.sentence)}</article>`,
    );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kinora API</title><style>${STYLE}</style><main>
<h1>Kinora API</h1><p>Base address <code>${escapeHtml(publicUrl)}/api/v1</code>. Schemas: <a href="/api/v1/openapi.json">openapi.json</a>. Programs send <code>Authorization: Bearer</code> with an API key made in Settings.
Errors are <code>application/problem+json</code>: <code>code</code> is stable, <code>detail</code> is a sentence for people.</p>
<div id="caller" class="field" hidden><label for="key">API key for trying out<small> kept in this page only; without one you ask as the person who is signed in here</small></label><input id="key" type="password" autocomplete="off" spellcheck="false" placeholder="kin_…"></div>
<nav>${tags.map((tag) => `<a href="#${tag}">${escapeHtml(tag)}</a>`).join(' · ')} · <a href="#errors">errors</a></nav>${sections.join('')}<h2 id="errors">Errors</h2>${rows.join('')}</main><script src="/docs/try-out.js" defer></script></html>`;
}

function renderRoute(route: RouteDefinition, publicUrl: string): string {
  const access =
    route.access === 'public'
      ? 'no sign-in'
      : route.access === 'signed_in'
        ? 'any signed-in caller'
        : `action ${route.access}`;
  return `<article id="${route.operationId}"><span class="m">${route.method}</span><b><code>${escapeHtml(route.path)}</code></b> ${escapeHtml(route.summary)} <span class="m">(${access})</span><pre>${escapeHtml(curlLine(route, publicUrl))}</pre>${renderTryOut(route)}</article>`;
}

/** Filled by the script; a WebSocket cannot be asked by a form. */
function renderTryOut(route: RouteDefinition): string {
  if (route.responses[101] !== undefined) return '';
  return `<details data-operation="${route.operationId}" hidden><summary>Try it<span class="unseen">: ${escapeHtml(route.summary)}</span></summary></details>`;
}

/** A line that runs as it is once KEY, REVISION and the :parameters are filled in. */
export function curlLine(route: RouteDefinition, publicUrl: string): string {
  const parts = [`curl -X ${route.method}`];
  if (route.access !== 'public') parts.push('-H "Authorization: Bearer $KEY"');
  if (route.ifMatch) parts.push('-H "If-Match: $REVISION"');
  if (route.idempotencyKey === 'required') parts.push('-H "Idempotency-Key: $(uuidgen)"');
  if (route.body) parts.push(`-H "Content-Type: application/json" -d '{…}'`);
  if (route.bytes) parts.push('-H "Content-Type: application/octet-stream" --data-binary @FILE');
  return `${parts.join(' ')} ${publicUrl}/api/v1${route.path}`;
}
