import { words } from './words/index.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * What a browser refuses before anything is sent (an empty field, an address without @) it tells in a bubble and in its own
 * language. Here it is told in the page's. The words stand until the field changes or is sent once more: then the browser
 * judges anew, since a value may also be changed by a press elsewhere.
 */
export function startNativeFaults(): void {
  document.addEventListener('invalid', ({ target }) => isControl(target) && nameFault(target), true);
  for (const type of ['input', 'change'])
    document.addEventListener(type, ({ target }) => isControl(target) && target.setCustomValidity(''), true);
  // Enter in a field presses the form's button, too.
  document.addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      for (const each of button?.form?.elements ?? []) if (isControl(each)) each.setCustomValidity('');
    },
    true,
  );
}

function isControl(target: unknown): target is Control {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

function nameFault(control: Control): void {
  control.setCustomValidity('');
  if (!control.validity.valid) control.setCustomValidity(sayFault(control));
}

function sayFault(control: Control): string {
  const { validity, type } = control;
  if (validity.valueMissing) return words('native.missing');
  if (validity.typeMismatch) return words(type === 'email' ? 'native.email' : 'native.url');
  if (validity.tooShort && 'minLength' in control) return words('native.short', { least: control.minLength });
  if (validity.rangeUnderflow && 'min' in control) return words('native.least', { least: control.min });
  if (validity.rangeOverflow && 'max' in control) return words('native.most', { most: control.max });
  return words('native.unfit');
}
