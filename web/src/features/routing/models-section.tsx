import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { modelsQuery, type OfferedModel } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Mono, Problem, StatusMark } from '../../ui/index.ts';
import { planModels, planShutdown } from './model-facts.ts';
import { ModelReach } from './model-reach.tsx';
import './routing.css';

/** S27b: every model there is, what it costs and takes, until when, and through which connection it is asked. */
export function ModelsSection() {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const { data, error, refetch } = useQuery(modelsQuery);
  const filter = { capability: search.get('for'), vendor: search.get('vendor') };
  const all = data?.items ?? [];
  const items = planModels(all, filter);
  const showAll = () => setSearch({}, { replace: true });
  return (
    <>
      <p className="text-2 settings-lead">{t('models.lead')}</p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data ? <ModelFilters models={all} /> : null}
      {data && items.length === 0 ? (
        <EmptyState sentence={t('models.none')}>
          <Button onClick={showAll}>{t('models.all')}</Button>
        </EmptyState>
      ) : null}
      {items.length > 0 ? <ModelTable items={items} /> : null}
    </>
  );
}

/** One press shows one kind of work or one vendor; the same press again shows all. */
function ModelFilters({ models }: { models: readonly OfferedModel[] }) {
  const t = useWords();
  const [search, setSearch] = useSearchParams();
  const press = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (next.get(name) === value) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const capabilities = [...new Set(models.map(({ capability }) => capability))];
  const vendors = [...new Map(models.map(({ provider, providerTitle }) => [provider, providerTitle]))];
  const groups = [
    {
      name: 'for',
      label: t('models.filterFor'),
      choices: capabilities.map((each) => [each as string, t(`capability.${each}`)] as const),
    },
    { name: 'vendor', label: t('connections.vendor'), choices: vendors },
  ];
  return (
    <div className="model-filters">
      {groups.map(({ name, label, choices }) => (
        <fieldset key={name} className="row row-wrap row-tight">
          <legend className="spoken">{label}</legend>
          {choices.map(([value, title]) => (
            <button
              key={value}
              type="button"
              className="chip"
              aria-pressed={search.get(name) === value}
              onClick={() => press(name, value)}
            >
              {title}
            </button>
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function ModelTable({ items }: { items: readonly OfferedModel[] }) {
  const t = useWords();
  return (
    <table className="table models">
      <thead>
        <tr>
          <th>{t('models.column.model')}</th>
          <th>{t('models.column.price')}</th>
          <th>{t('models.column.takes')}</th>
          <th>{t('models.column.through')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((model) => (
          <ModelRow key={`${model.provider} ${model.id}`} model={model} />
        ))}
      </tbody>
    </table>
  );
}

function ModelRow({ model }: { model: OfferedModel }) {
  const t = useWords();
  return (
    <tr>
      <td className="model-name">
        <bdi className="strong">{model.title}</bdi>
        <span className="small text-3">
          {t(`capability.${model.capability}`)} · <bdi>{model.providerTitle}</bdi>
        </span>
        {model.licence === 'non_commercial' ? <StatusMark mark="stale">{t('models.nonCommercial')}</StatusMark> : null}
        <Shutdown model={model} />
      </td>
      <td className="model-price">
        <ModelPrice model={model} />
      </td>
      <td className="small text-2">
        <ModelTakes model={model} />
      </td>
      <td className="small">
        <ModelReach model={model} />
      </td>
    </tr>
  );
}

function Shutdown({ model }: { model: OfferedModel }) {
  const t = useWords();
  const format = useFormat();
  const state = planShutdown(model.shutsDownOn, Date.now());
  if (state === 'none' || model.shutsDownOn === null) return null;
  const text = t(state === 'gone' ? 'models.gone' : 'models.shutsDown', { day: format.day(model.shutsDownOn) });
  if (state === 'later') return <span className="small text-3">{text}</span>;
  return <StatusMark mark={state === 'gone' ? 'failed' : 'stale'}>{text}</StatusMark>;
}

/** Its price with the unit, how sure it is, and the day it was read; or where alone it can be read. */
function ModelPrice({ model: { price, checkedOn } }: { model: OfferedModel }) {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  const day = format.day(checkedOn);
  if (!price)
    return (
      <>
        <span className="text-2">{t('models.noPrice')}</span>
        <span className="small text-3">{t('models.readOn', { day })}</span>
      </>
    );
  return (
    <>
      <span>
        {price.per === 'token'
          ? t('models.perTokens', {
              input: `\u2068${money.micros(price.currency, price.inputMicros)}\u2069`,
              output: `\u2068${money.micros(price.currency, price.outputMicros)}\u2069`,
            })
          : t(`models.per.${price.per}`, { price: `\u2068${money.micros(price.currency, price.micros)}\u2069` })}
      </span>
      <span className="small text-3">{t(price.isVerified ? 'models.readOn' : 'models.reportedOn', { day })}</span>
    </>
  );
}

function ModelTakes({ model: { limits } }: { model: OfferedModel }) {
  const t = useWords();
  const format = useFormat();
  const { pictures, ratios, seconds } = limits;
  return (
    <>
      <span>{t('models.characters', { value: format.number(limits.promptCharacters) })}</span>
      {pictures.most > 0 ? (
        <span>{t(pictures.least > 0 ? 'models.needsPictures' : 'models.pictures', { count: pictures.most })}</span>
      ) : null}
      {ratios.length > 0 ? <Mono>{ratios.join('  ')}</Mono> : null}
      {seconds.length > 0 ? <span>{t('time.seconds', { value: seconds.join(', ') })}</span> : null}
    </>
  );
}
