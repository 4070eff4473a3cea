import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  call,
  finishQuoteQuery,
  newIdempotencyKey,
  type ProjectTree,
  type RankedRoute,
  type RouteChoice,
  routeChoicesQuery,
  type Shot,
  treeQuery,
} from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, QuoteButton, toastProblem } from '../../ui/index.ts';
import { toRouteValue } from '../routing/route-value.ts';
import { type ShotOrder, useRoutePrice } from './use-shot-order.ts';

type Props = { tree: ProjectTree; shot: Shot; order: ShotOrder; reasons: string[] };

/** Draft cheap, finish best: which model tries and which one finishes, and the draft made again by the latter. */
export function ShotFinish({ tree, shot, order, reasons }: Props) {
  const client = useQueryClient();
  const choices = useQuery(routeChoicesQuery({ projectId: tree.project.id }));
  const items = choices.data?.items ?? [];
  const set = useMutation({
    mutationFn: (next: RouteChoice[]) => call('setRouteChoices', { body: { projectId: tree.project.id, items: next } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
    onError: toastProblem,
  });
  const keep = (purpose: RouteChoice['purpose'], { connection, model }: RankedRoute) => {
    const others = items.filter((one) => one.capability !== order.what || one.purpose !== purpose);
    set.mutate([...others, { capability: order.what, purpose, connection, model }]);
  };
  return (
    <>
      {order.chosen ? <Purposes {...{ items, order, keep }} route={order.chosen} isBusy={set.isPending} /> : null}
      <FinishButton {...{ tree, shot, order, reasons, items }} />
    </>
  );
}

type PurposesProps = {
  items: readonly RouteChoice[];
  order: ShotOrder;
  route: RankedRoute;
  isBusy: boolean;
  keep: (purpose: RouteChoice['purpose'], route: RankedRoute) => void;
};

function Purposes({ items, order, route, isBusy, keep }: PurposesProps) {
  const t = useWords();
  const isKept = (purpose: RouteChoice['purpose']) =>
    items.some(
      (one) => one.capability === order.what && one.purpose === purpose && toRouteValue(one) === toRouteValue(route),
    );
  return (
    <div className="shot-purposes">
      {(['draft', 'finish'] as const).map((purpose) => (
        <Button
          key={purpose}
          look="quiet"
          aria-pressed={isKept(purpose)}
          disabled={isBusy || isKept(purpose)}
          onClick={() => keep(purpose, route)}
        >
          {t(isKept(purpose) ? `shot.purpose.${purpose}.kept` : `shot.purpose.${purpose}`)}
        </Button>
      ))}
    </div>
  );
}

/** Shown where the shot has a draft of a provider, and another model is chosen to finish. */
function FinishButton({ tree, shot, order, reasons, items }: Props & { items: readonly RouteChoice[] }) {
  const t = useWords();
  const client = useQueryClient();
  const choice = items.find((one) => one.capability === order.what && one.purpose === 'finish');
  const route = choice && order.routes.find((each) => toRouteValue(each) === toRouteValue(choice));
  const isFilm = shot.scene.kind === 'video';
  const isAsked = route?.isUsable === true && shot.takes.length > 0 && isFilm === (order.what === 'motion');
  const body = {
    shotIds: [shot.id],
    what: order.what,
    connection: choice?.connection ?? '',
    model: choice?.model ?? '',
  };
  const quote = useQuery({ ...finishQuoteQuery(tree.project.id, body, shot.takes.length), enabled: isAsked });
  const price = useRoutePrice(route, quote.data);
  const make = useMutation({
    mutationFn: (maxCredits: number) =>
      call('finishShots', {
        params: { id: tree.project.id },
        idempotencyKey: newIdempotencyKey(),
        body: { ...body, maxCredits },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
    onError: toastProblem,
  });
  // Without a draft of a provider there is nothing to finish: the quote says so, and no button is shown.
  if (!isAsked || !quote.data || !route) return null;
  const { totalCredits } = quote.data;
  return (
    <QuoteButton
      isWide
      size="form"
      price={price}
      reasons={reasons}
      disabled={make.isPending}
      onClick={() => make.mutate(totalCredits)}
    >
      {t('shot.finishWith', { model: route.title })}
    </QuoteButton>
  );
}
