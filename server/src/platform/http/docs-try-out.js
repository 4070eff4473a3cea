/**
 * The try-out of /docs: each operation's form is built from openapi.json when it is first opened, so the page itself stays
 * small and readable without this script. Requests go to this studio only, as the signed-in person or with the key typed above.
 */
const MAX_SHOWN_CHARACTERS = 200_000;
const MAX_EXAMPLE_DEPTH = 6;

let loading;

/** The description of the interface, fetched once. */
function loadDescription() {
  loading ??= window.fetch('/api/v1/openapi.json').then((answer) => answer.json());
  return loading;
}

function findOperation(description, operationId) {
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, operation] of Object.entries(methods))
      if (operation.operationId === operationId) return { path, method: method.toUpperCase(), operation };
  throw new Error(`There is no operation ${operationId}.`);
}

/** @returns {HTMLElement} an element with these attributes and children; texts are never read as markup */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick' || key === 'onsubmit') element[key] = value;
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** A value that fits the schema: what is required, what has a default, the first of several choices. */
function exampleOf(schema, description, depth = 0) {
  if (schema.$ref) return exampleOf(description.components.schemas[schema.$ref.split('/').at(-1)], description, depth);
  if ('default' in schema) return schema.default;
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (choice) return exampleOf(choice, description, depth);
  if (schema.type === 'object') return exampleObject(schema, description, depth);
  if (schema.type === 'array') return [];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(0, schema.minimum ?? 0);
  if (schema.format === 'email') return 'name@example.com';
  if (schema.format === 'uri') return 'https://example.com';
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  return schema.minLength ? 'text' : '';
}

function exampleObject(schema, description, depth) {
  if (depth > MAX_EXAMPLE_DEPTH) return {};
  const isWanted = ([name, property]) => (schema.required ?? []).includes(name) || 'default' in property;
  const wanted = Object.entries(schema.properties ?? {}).filter(isWanted);
  return Object.fromEntries(wanted.map(([name, part]) => [name, exampleOf(part, description, depth + 1)]));
}

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.enum) return schema.enum.join(' | ');
  if ('const' in schema) return String(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'any');
}

let fieldCount = 0;

function labelled(text, hint, control) {
  fieldCount += 1;
  control.id = `try-${fieldCount}`;
  return make(
    'div',
    { class: 'field' },
    make('label', { for: control.id }, text, make('small', {}, ` ${hint}`)),
    control,
  );
}

function parameterField({ name, in: place, required, schema }) {
  const attributes = { name, 'data-place': place, ...(required ? { required: '' } : {}) };
  const value = name === 'Idempotency-Key' ? newKey() : schema.default;
  const choices = schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : undefined);
  const control = choices
    ? make('select', attributes, ...['', ...choices].map((choice) => make('option', { value: choice }, choice)))
    : make('input', { ...attributes, autocomplete: 'off', spellcheck: 'false' });
  if (value !== undefined) control.value = value;
  return labelled(name, `${place}, ${typeOf(schema)}${required ? ', required' : ''}`, control);
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bodyFields(content, description) {
  const fields = [];
  const json = content['application/json'];
  if (json) {
    const text = JSON.stringify(exampleOf(json.schema, description), null, 2);
    const area = make('textarea', {
      name: 'body',
      rows: Math.min(16, text.split('\n').length + 1),
      spellcheck: 'false',
    });
    area.value = text;
    fields.push(labelled('body', 'JSON', area));
    fields.push(listProperties(json.schema, description));
  }
  if (content['multipart/form-data'] || content['application/octet-stream']) {
    const hint = content['multipart/form-data'] ? 'sent as a form in place of the JSON' : 'its bytes are the body';
    fields.push(labelled('file', hint, make('input', { type: 'file', name: 'file' })));
  }
  return fields;
}

function listProperties(schema, description) {
  const whole = schema.$ref ? description.components.schemas[schema.$ref.split('/').at(-1)] : schema;
  const rows = Object.entries(whole.properties ?? {}).map(([name, part]) => {
    const isRequired = (whole.required ?? []).includes(name);
    return make('li', {}, make('code', {}, name), ` ${typeOf(part)}${isRequired ? ', required' : ''}`);
  });
  return make('ul', { class: 'fields' }, ...rows);
}

function buildForm(details, description) {
  const { path, method, operation } = findOperation(description, details.dataset.operation);
  const send = make('button', { type: 'submit' }, 'Send');
  const stop = make('button', { type: 'button', class: 'quiet', hidden: '' }, 'Stop');
  const output = make('div', { class: 'answer', 'aria-live': 'polite' });
  const form = make(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        void run(form, { path, method, send, stop, output });
      },
    },
    ...(operation.parameters ?? []).map(parameterField),
    ...bodyFields(operation.requestBody?.content ?? {}, description),
    make('p', { class: 'row' }, send, stop),
  );
  details.append(form, output);
}

/** What the form says, as an address and the options of fetch. */
function readRequest(form, { path, method }) {
  const headers = {};
  const query = new URLSearchParams();
  let address = path;
  for (const control of form.querySelectorAll('[data-place]')) {
    if (control.value === '') continue;
    if (control.dataset.place === 'path')
      address = address.replace(`{${control.name}}`, encodeURIComponent(control.value));
    else if (control.dataset.place === 'query') query.set(control.name, control.value);
    else headers[control.name] = control.value;
  }
  const key = document.querySelector('#key').value.trim();
  if (key !== '') headers.authorization = `Bearer ${key}`;
  const body = readBody(form, headers);
  const search = query.size > 0 ? `?${query}` : '';
  return { url: `${address}${search}`, options: { method, headers, ...(body === undefined ? {} : { body }) } };
}

function readBody(form, headers) {
  const file = form.elements.file?.files[0];
  const text = form.elements.body?.value;
  if (file && text === undefined) {
    headers['content-type'] = 'application/octet-stream';
    return file;
  }
  if (file) {
    const data = new FormData();
    data.set('file', file);
    return data;
  }
  if (text !== undefined) headers['content-type'] = 'application/json';
  return text;
}

async function run(form, { path, method, send, stop, output }) {
  const controller = new AbortController();
  const { url, options } = readRequest(form, { path, method });
  stop.onclick = () => controller.abort();
  stop.hidden = false;
  send.disabled = true;
  output.replaceChildren(make('p', {}, 'Asking…'));
  const startedAt = performance.now();
  try {
    const answer = await window.fetch(url, { ...options, credentials: 'same-origin', signal: controller.signal });
    await show(answer, Math.round(performance.now() - startedAt), output);
  } catch (error) {
    if (error.name !== 'AbortError') output.replaceChildren(make('p', { class: 'bad' }, `No answer: ${error.message}`));
    else output.append(make('p', {}, 'Stopped.'));
  } finally {
    stop.hidden = true;
    send.disabled = false;
  }
}

async function show(answer, milliseconds, output) {
  const line = make(
    'p',
    { class: answer.ok ? 'good' : 'bad' },
    `${answer.status} ${answer.statusText} · ${milliseconds} ms`,
  );
  const told = ['location', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'x-request-id'];
  const headers = told.filter((name) => answer.headers.has(name)).map((name) => `${name}: ${answer.headers.get(name)}`);
  const body = make('pre', { tabindex: '0' });
  output.replaceChildren(line, make('pre', { tabindex: '0' }, headers.join('\n')), body);
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('image/'))
    body.replaceWith(make('img', { alt: 'The answer', src: URL.createObjectURL(await answer.blob()) }));
  else if (/json/.test(type))
    body.textContent = JSON.stringify(await answer.json(), null, 2).slice(0, MAX_SHOWN_CHARACTERS);
  else if (type.startsWith('text/')) await showStream(answer, body);
  else {
    const { size } = await answer.blob();
    body.textContent = size === 0 ? 'No body.' : `${size} bytes of ${type}`;
  }
}

/** Event streams do not end: each piece is shown as it comes, until Stop. */
async function showStream(answer, body) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    body.textContent = (body.textContent + value).slice(-MAX_SHOWN_CHARACTERS);
  }
}

for (const details of document.querySelectorAll('details[data-operation]')) {
  details.hidden = false;
  details.addEventListener(
    'toggle',
    () => {
      loadDescription().then(
        (description) => buildForm(details, description),
        (error) => details.append(make('p', { class: 'bad' }, `The description cannot be read: ${error.message}`)),
      );
    },
    { once: true },
  );
}
document.querySelector('#caller').hidden = false;
