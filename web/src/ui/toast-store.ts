import { create } from 'zustand';

/** A short message at the foot of the page for 8 seconds, with `undo` as its button; one with `again` waits for an answer. */
export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  undo?: () => void;
  again?: () => void;
};
const SHOWN_MS = 8000;
let nextId = 1;

export const useToasts = create<{ toasts: Toast[] }>()(() => ({ toasts: [] }));

/** The same refusal once more, as when the studio is away and many things are asked, takes the place of the first. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): void {
  const id = nextId;
  nextId += 1;
  const isSame = (one: Toast) => toast.tone === 'bad' && one.text === toast.text && !one.again && !one.undo;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((one) => !isSame(one)).slice(-2), { tone: 'plain', ...toast, id }],
  }));
  if (!toast.again) setTimeout(() => hideToast(id), SHOWN_MS);
}

export function hideToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
