import type { ErrorEntry, RouteDefinition } from '@kinora/contract';

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `body{margin:0 auto;max-width:960px;padding:32px 24px;background:#0e0e0e;color:#f0f0f0;font:14px/22px system-ui}a{color:#9dbdfb}
h1{font-size:24px;line-height:32px}h2{margin-top:40px;font-size:18px;text-transform:none}article{border-top:1px solid #333;padding:12px 0}
code,pre{font:12px/18px ui-monospace,monospace}pre{background:#171717;padding:12px;overflow:auto}b{font-weight:600}.m{display:inline-block;min-width:56px;color:#bababa}
@media(prefers-color-scheme:light){body{background:#f3f3f3;color:#161616}a{color:#1a4fb4}article{border-color:#d7d7d7}pre{background:#fcfcfc}.m{color:#4a4a4a}}`;

/** The reference as one page without scripts or outside requests: every operation with a curl line, then every error. */
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
<nav>${tags.map((tag) => `<a href="#${tag}">${escapeHtml(tag)}</a>`).join(' · ')} · <a href="#errors">errors</a></nav>${sections.join('')}<h2 id="errors">Errors</h2>${rows.join('')}</main></html>`;
}

function renderRoute(route: RouteDefinition, publicUrl: string): string {
  const access =
    route.access === 'public'
      ? 'no sign-in'
      : route.access === 'signed_in'
        ? 'any signed-in caller'
        : `action ${route.access}`;
  return `<article id="${route.operationId}"><span class="m">${route.method}</span><b><code>${escapeHtml(route.path)}</code></b> ${escapeHtml(route.summary)} <span class="m">(${access})</span><pre>${escapeHtml(curlLine(route, publicUrl))}</pre></article>`;
}

/** A line that runs as it is once KEY and the :parameters are filled in. */
export function curlLine(route: RouteDefinition, publicUrl: string): string {
  const parts = [`curl -X ${route.method}`];
  if (route.access !== 'public') parts.push('-H "Authorization: Bearer $KEY"');
  if (route.idempotencyKey) parts.push('-H "Idempotency-Key: $(uuidgen)"');
  if (route.body) parts.push(`-H "Content-Type: application/json" -d '{…}'`);
  return `${parts.join(' ')} ${publicUrl}/api/v1${route.path}`;
}
