import type { Job, RankedRoute } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { said, useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Check, Field, Segmented, Select, StatusMark, sentenceOf } from '../../ui/index.ts';
import { isActive, toJobView } from '../jobs/index.ts';
import { toRouteValue } from '../routing/route-value.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import type { ShotOrder } from './use-shot-order.ts';

/** The choice of who makes the picture or the motion. Without a connection there is none, and nothing is shown. */
export function ShotMaker({ order }: { order: ShotOrder }) {
  const t = useWords();
  const { kinds, what, chosen, others } = order;
  if (kinds.length === 0) return null;
  return (
    <>
      {kinds.length > 1 ? (
        <Segmented
          label={t('shot.wanted')}
          value={what}
          choices={kinds.map((value) => ({ value, label: t(`shot.wanted.${value}`) }))}
          onChange={order.setWhat}
        />
      ) : null}
      <Field
        label={t(what === 'picture' ? 'shot.pictureBy' : 'shot.motionBy')}
        help={chosen ? t(LEADS[what], { provider: chosen.providerTitle }) : undefined}
        error={order.error ? sentenceOf(order.error, t) : undefined}
      >
        <Routes order={order} />
      </Field>
      {chosen ? <Reasons route={chosen} /> : null}
      {others.length > 0 ? (
        <Check
          label={t('shot.fallBack', { names: others.map(({ title }) => title).join(', ') })}
          checked={order.mayFallBack}
          onChange={(event) => order.setMayFallBack(event.target.checked)}
        />
      ) : null}
    </>
  );
}

function Routes({ order }: { order: ShotOrder }) {
  const t = useWords();
  const label = useRouteLabel();
  const usable = order.routes.filter(({ isUsable }) => isUsable);
  const others = order.routes.filter(({ isUsable }) => !isUsable);
  return (
    <Select value={order.value} onChange={(event) => order.choose(event.target.value)}>
      <option value="">{t('maker.builtIn')}</option>
      {usable.map((route) => (
        <option key={toRouteValue(route)} value={toRouteValue(route)}>
          {label(route)}
        </option>
      ))}
      {others.length > 0 ? (
        <optgroup label={t('shot.notNow')}>
          {others.map((route) => (
            <option key={toRouteValue(route)} value={toRouteValue(route)} disabled>
              {`${route.title} · ${said(route.reasons[0] ?? '')}`}
            </option>
          ))}
        </optgroup>
      ) : null}
    </Select>
  );
}

/** Name, through whom, price, time: what one line of a list holds. */
function useRouteLabel(): (route: RankedRoute) => string {
  const t = useWords();
  const money = useMoney();
  const format = useFormat();
  return ({ title, connectionName, priceMicros, currency, expectedSeconds }) =>
    [
      title,
      connectionName,
      priceMicros === null ? t('shot.priceUnknown') : money.micros(currency, priceMicros),
      ...(expectedSeconds === null ? [] : [format.seconds(expectedSeconds)]),
    ].join(' · ');
}

const LEADS = { picture: 'shot.pictureLead', motion: 'shot.motionLead' } as const;

/** Why it stands where it stands in the list, and what is to be known before pressing. */
function Reasons({ route }: { route: RankedRoute }) {
  return (
    <ul className="shot-reasons small text-2">
      {route.reasons.map((sentence) => (
        <li key={sentence}>
          <bdi>{said(sentence)}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** What becomes of what a vendor was asked for: who works on it, or what only a person can say. */
export function OrderProgress({ leaf }: { leaf: Job | undefined }) {
  const t = useWords();
  const live = useLiveJob(leaf?.id);
  if (!leaf || !isOrder(leaf)) return null;
  if (leaf.status === 'waiting' && leaf.waitingReason === 'unknown_outcome') return <UnknownOutcome job={leaf} />;
  const view = toJobView(leaf, live, t);
  if (!isActive(leaf) && leaf.status !== 'failed') return null;
  return (
    <p role="status">
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.detail || view.word}
      </StatusMark>
    </p>
  );
}

export function isOrder({ kind }: Pick<Job, 'kind'>): boolean {
  return kind === 'film/shot-picture' || kind === 'film/shot-motion';
}
