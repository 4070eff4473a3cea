import { useMemo } from 'react';
import { localeOf, useLanguage, useWords, type Words } from './words.ts';

export type Format = {
  /** @param digits decimals at most; whole without */
  number: (value: number, digits?: number) => string;
  size: (bytes: number) => string;
  seconds: (value: number) => string;
  about: (seconds: number) => string;
  ago: (iso: string) => string;
  clock: (iso: string | number) => string;
  day: (iso: string) => string;
};

export function useFormat(): Format {
  const language = useLanguage();
  const t = useWords();
  return useMemo(() => createFormat(language, t), [language, t]);
}

export function createFormat(language: string, t: Words): Format {
  const locale = localeOf(language);
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  return {
    number,
    size: (bytes) => formatSize(bytes, number),
    seconds: (value) => t('time.seconds', { value: value.toFixed(value % 1 === 0 ? 0 : 1) }),
    about: (seconds) =>
      seconds < 90
        ? t('time.aboutSeconds', { value: Math.max(5, Math.round(seconds / 5) * 5) })
        : t('time.aboutMinutes', { value: Math.round(seconds / 60) }),
    ago: (iso) => formatAgo(iso, Date.now(), { locale, clock, day, t }),
    clock: (iso) => clock.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
  };
}

function formatSize(bytes: number, number: (value: number, digits?: number) => string): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${number(bytes / 1000 ** step, step > 1 && bytes / 1000 ** step < 10 ? 1 : 0)} ${units[step]}`;
}

/** "4 min ago" within the hour, "today 14:02" within the day, else the date. */
function formatAgo(
  iso: string,
  now: number,
  tools: { locale: string; clock: Intl.DateTimeFormat; day: Intl.DateTimeFormat; t: Words },
): string {
  const then = new Date(iso);
  const minutes = Math.floor((now - then.getTime()) / 60_000);
  if (minutes < 1) return tools.t('time.now');
  if (minutes < 60) return new Intl.RelativeTimeFormat(tools.locale, { style: 'short' }).format(-minutes, 'minute');
  if (new Date(now).toDateString() === then.toDateString()) {
    return tools.t('time.today', { time: tools.clock.format(then) });
  }
  return tools.day.format(then);
}

/** `HH:MM:SS:FF` of a frame. */
export function toTimecode(frame: number, fps: number): string {
  const whole = Math.max(0, Math.round(frame));
  const seconds = Math.floor(whole / fps);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, whole % Math.round(fps)];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
