import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type RouteChoice, routeChoicesQuery, routesQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { ButtonLink, Field, Select, toastProblem } from '../../ui/index.ts';
import { toRouteValue } from '../routing/route-value.ts';

const WHATS = ['picture', 'motion'] as const;
const PURPOSES = ['draft', 'finish'] as const;
type Choose = (change: Pick<RouteChoice, 'capability' | 'purpose'> & { route: string }) => void;

/** Who tries and who finishes in all films of the brand; a film of its own choice keeps it. */
export function KitMakers({ brandId, isHeld }: { brandId: string; isHeld: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const query = routeChoicesQuery({ brandId });
  const { data } = useQuery(query);
  const items = data?.items ?? [];
  const set = useMutation({
    mutationFn: (next: RouteChoice[]) => call('setRouteChoices', { body: { brandId, items: next } }),
    onSuccess: (kept) => {
      client.setQueryData(query.queryKey, kept);
      void client.invalidateQueries({ queryKey: ['connections', 'route-choices'] });
    },
    onError: toastProblem,
  });
  const choose: Choose = ({ capability, purpose, route }) => {
    const others = items.filter((one) => one.capability !== capability || one.purpose !== purpose);
    const [connection = '', ...model] = route.split(' ');
    set.mutate(route === '' ? others : [...others, { capability, purpose, connection, model: model.join(' ') }]);
  };
  return (
    <>
      {WHATS.map((what) => (
        <Makers key={what} {...{ what, items, choose }} isHeld={isHeld || set.isPending || data === undefined} />
      ))}
      {isHeld ? null : (
        <p className="small text-2">
          {t('kit.makersConnect')}{' '}
          <ButtonLink look="plain" href="/settings/providers">
            {t('settings.providers')}
          </ButtonLink>
        </p>
      )}
    </>
  );
}

type MakersProps = {
  what: (typeof WHATS)[number];
  items: readonly RouteChoice[];
  choose: Choose;
  isHeld: boolean;
};

function Makers({ what, items, choose, isHeld }: MakersProps) {
  const t = useWords();
  const { data } = useQuery(routesQuery({ what, pictures: 1 }));
  const routes = data?.items ?? [];
  const chosen = (purpose: RouteChoice['purpose']) =>
    items.find((one) => one.capability === what && one.purpose === purpose);
  return (
    <div className="two">
      {PURPOSES.map((purpose) => {
        const choice = chosen(purpose);
        const value = choice ? toRouteValue(choice) : '';
        const isGone = choice !== undefined && !routes.some((route) => toRouteValue(route) === value);
        return (
          <Field key={purpose} label={t(`kit.makers.${what}.${purpose}`)}>
            <Select
              value={value}
              disabled={isHeld}
              onChange={(event) => choose({ capability: what, purpose, route: event.target.value })}
            >
              <option value="">{t('kit.makersNone')}</option>
              {isGone ? <option value={value}>{choice.model}</option> : null}
              {routes.map((route) => (
                <option key={toRouteValue(route)} value={toRouteValue(route)}>
                  {`${route.title} · ${route.connectionName}`}
                </option>
              ))}
            </Select>
          </Field>
        );
      })}
    </div>
  );
}
