export type Cap = {
  id: string;
  unit: string;
  limit: number;
  mode: 'observe' | 'warn' | 'stop';
  used: number;
};

/** What new work asks for, by unit: whole credits under `credits`, millionths under a currency. */
export type Asked = Readonly<Record<string, number>>;

export const MARKS = [80, 100] as const;
export type Mark = (typeof MARKS)[number];

export type SpendPlan = {
  /** The first cap that does not allow it; null when all do. */
  refusedBy: Cap | null;
  /** Steps that this reaches, to be told once a period. */
  reached: { cap: Cap; percent: Mark }[];
};

/**
 * Whether the caps allow it, and which steps it reaches. Work that asks for nothing of a cap's unit is never refused by it:
 * free work runs under a limit of 0.
 */
export function planSpend(caps: readonly Cap[], asked: Asked): SpendPlan {
  const touched = caps.filter((cap) => (asked[cap.unit] ?? 0) > 0);
  const after = (cap: Cap) => cap.used + (asked[cap.unit] ?? 0);
  return {
    refusedBy: touched.find((cap) => cap.mode === 'stop' && after(cap) > cap.limit) ?? null,
    reached: planReached(touched, asked),
  };
}

/** Steps that caps of the asked units stand at or above, once what is asked is added to what is used. */
export function planReached(caps: readonly Cap[], asked: Asked): SpendPlan['reached'] {
  return caps
    .filter(({ mode, unit }) => mode !== 'observe' && unit in asked)
    .flatMap((cap) =>
      MARKS.filter((percent) => (cap.used + (asked[cap.unit] ?? 0)) * 100 >= cap.limit * percent).map((percent) => ({
        cap,
        percent,
      })),
    );
}
