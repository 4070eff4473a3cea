import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

const FOCUSABLE =
  'a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex="0"],video[controls]';

/**
 * Keeps the keyboard inside a panel while it is open, closes on Escape, gives focus back. Not the browser's modal
 * dialog: that would make toasts, and with them Undo, unreachable.
 */
export function useModal(panel: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const root = document.getElementById('root');
    const own = panel.current;
    const depth = Number(root?.dataset['modals'] ?? 0) + 1;
    if (root) root.dataset['modals'] = String(depth);
    root?.setAttribute('inert', '');
    if (!own?.contains(document.activeElement)) (own?.querySelector<HTMLElement>('[data-autofocus]') ?? own)?.focus();
    const onKey = (event: KeyboardEvent) => handleModalKey(event, own, () => close.current());
    own?.addEventListener('keydown', onKey);
    return () => {
      own?.removeEventListener('keydown', onKey);
      const left = Number(root?.dataset['modals'] ?? 1) - 1;
      if (root) root.dataset['modals'] = String(left);
      if (left === 0) root?.removeAttribute('inert');
      before?.focus({ preventScroll: true });
    };
  }, [panel]);
}

function handleModalKey(event: KeyboardEvent, panel: HTMLElement | null, close: () => void): void {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  if (event.key !== 'Tab' || !panel) return;
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((item) => item.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (stops.length > 0 && document.activeElement !== edge && document.activeElement !== panel) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

type Shape = 'dialog' | 'peek' | 'palette' | 'player' | 'picker';

/** A panel above the page with a veil behind it. `peek` slides from the inline end and keeps the board in sight. */
export function Modal({
  label,
  shape = 'dialog',
  onClose,
  children,
}: {
  label: string;
  shape?: Shape;
  onClose: () => void;
  children: ReactNode;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useModal(panel, onClose);
  return createPortal(
    <div className={`veil veil-${shape}`}>
      <button type="button" className="veil-close" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div
        ref={panel}
        className={`modal modal-${shape}`}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
      >
        {children}
      </div>
    </div>,
    document.body,
  );
}
