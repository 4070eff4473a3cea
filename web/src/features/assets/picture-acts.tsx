import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  type Asset,
  type BodyOf,
  call,
  jobQuery,
  modelsQuery,
  newIdempotencyKey,
  type OfferedModel,
} from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Field, later, QuoteButton, Segmented, Select, sentenceOf } from '../../ui/index.ts';
import { planMakers } from '../routing/model-facts.ts';
import { toRouteValue } from '../routing/route-value.ts';
import { useWriterPrice } from '../routing/use-writers.ts';
import { WriterProgress } from '../storyboards/plan-writer.tsx';

const AssetPicker = later(async () => (await import('./asset-picker.tsx')).AssetPicker);

export type PictureActName = BodyOf<'quotePictureAct'>['act'];
type Route = { connection: string; model: OfferedModel; label: string };
type Garment = Extract<BodyOf<'quotePictureAct'>, { act: 'try_on' }>['garment'];
const CAPABILITIES = { cut_out: 'background-removal', try_on: 'try-on' } as const;
const GARMENTS = ['auto', 'tops', 'bottoms', 'one_pieces'] as const satisfies Garment[];

/** What a connected model can make of this picture; without such a connection nothing is shown. */
export function PictureActs({
  asset,
  only,
}: {
  asset: Pick<Asset, 'id' | 'name' | 'kind'>;
  only?: PictureActName | undefined;
}) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const { data } = useQuery({ ...modelsQuery, enabled: canMake });
  const routes = {
    cut_out: listRoutes(data?.items ?? [], 'cut_out'),
    try_on: only === 'cut_out' ? [] : listRoutes(data?.items ?? [], 'try_on'),
  };
  const acts = (['cut_out', 'try_on'] as const).filter((act) => routes[act].length > 0);
  const [wanted, setWanted] = useState<PictureActName>('cut_out');
  const act = acts.find((one) => one === wanted) ?? acts[0];
  if (!canMake || !act || asset.kind !== 'image') return null;
  return (
    <section className="column picture-acts">
      <h2 className="label">{t('pictureAct.title')}</h2>
      {acts.length > 1 ? (
        <Segmented
          label={t('pictureAct.title')}
          value={act}
          choices={acts.map((value) => ({ value, label: t(`pictureAct.${value}`) }))}
          onChange={setWanted}
        />
      ) : null}
      <ActForm key={`${act} ${asset.id}`} asset={asset} act={act} routes={routes[act]} />
    </section>
  );
}

function listRoutes(models: readonly OfferedModel[], act: PictureActName): Route[] {
  return planMakers(models, Date.now(), [CAPABILITIES[act]]).flatMap(({ connection, models: made }) =>
    made.map((model) => ({ connection: connection.id, model, label: `${model.title} · ${connection.name}` })),
  );
}

type FormProps = { asset: Pick<Asset, 'id' | 'name'>; act: PictureActName; routes: readonly Route[] };

function ActForm({ asset, act, routes }: FormProps) {
  const t = useWords();
  const [value, setValue] = useState('');
  const route = routes.find((one) => valueOfRoute(one) === value) ?? routes[0];
  const other = useOtherPicture();
  const order = route && toOrder({ asset, act, route, other });
  const made = useOrder(order);
  const price = useWriterPrice(made.quote, route?.model.providerTitle);
  return (
    <>
      <Field label={t('pictureAct.model')} error={made.error ? sentenceOf(made.error, t) : undefined}>
        <Select value={route ? valueOfRoute(route) : ''} onChange={(event) => setValue(event.target.value)}>
          {routes.map((one) => (
            <option key={valueOfRoute(one)} value={valueOfRoute(one)}>
              {one.label}
            </option>
          ))}
        </Select>
      </Field>
      {act === 'try_on' ? <OtherPicture takenId={asset.id} other={other} /> : null}
      <QuoteButton price={price} disabled={!made.quote || made.isBusy} onClick={made.run}>
        {t(`pictureAct.${act}.do`)}
      </QuoteButton>
      <WriterProgress job={made.job} />
      {made.resultId ? (
        <ButtonLink look="plain" href={`/library/assets/${made.resultId}`}>
          {t('pictureAct.open')}
        </ButtonLink>
      ) : null}
    </>
  );
}

const valueOfRoute = ({ connection, model }: Route) => toRouteValue({ connection, model: model.id });

type Part = 'person' | 'garment';

/** The second picture of a try-on, what the first one shows, and where the garment is worn. */
function useOtherPicture() {
  const [part, setPart] = useState<Part>('person');
  const [picture, setPicture] = useState<Pick<Asset, 'id' | 'name'>>();
  const [garment, setGarment] = useState<Garment>('auto');
  return { part, setPart, picture, setPicture, garment, setGarment };
}
type Other = ReturnType<typeof useOtherPicture>;

function OtherPicture({ takenId, other }: { takenId: string; other: Other }) {
  const t = useWords();
  const [isChoosing, setChoosing] = useState(false);
  const wanted = other.part === 'person' ? 'garment' : 'person';
  return (
    <>
      <p className="small" aria-hidden="true">
        {t('pictureAct.shows')}
      </p>
      <Segmented
        label={t('pictureAct.shows')}
        value={other.part}
        choices={(['person', 'garment'] as const).map((value) => ({ value, label: t(`pictureAct.part.${value}`) }))}
        onChange={other.setPart}
      />
      <Field label={t(`pictureAct.part.${wanted}`)}>
        <Button onClick={() => setChoosing(true)}>
          <bdi>{other.picture?.name ?? t('pictureAct.choose')}</bdi>
        </Button>
      </Field>
      <Field label={t('pictureAct.garment')}>
        <Select value={other.garment} onChange={(event) => other.setGarment(event.target.value as Garment)}>
          {GARMENTS.map((one) => (
            <option key={one} value={one}>
              {t(`pictureAct.garment.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      {isChoosing ? (
        <AssetPicker
          title={t(`pictureAct.part.${wanted}`)}
          kinds={['image']}
          takenIds={[takenId]}
          onChoose={([chosen]) => chosen && other.setPicture(chosen)}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}

type Order = BodyOf<'quotePictureAct'>;

function toOrder({ asset, act, route, other }: Omit<FormProps, 'routes'> & { route: Route; other: Other }) {
  const by = { connection: route.connection, model: route.model.id };
  if (act === 'cut_out') return { act, assetId: asset.id, ...by } as Order;
  if (!other.picture) return undefined;
  const [person, garment] = other.part === 'person' ? [asset, other.picture] : [other.picture, asset];
  return { act, personAssetId: person.id, garmentAssetId: garment.id, garment: other.garment, ...by } as Order;
}

/** Its price, the press, and what became of it. */
function useOrder(order: Order | undefined) {
  const client = useQueryClient();
  const [jobId, setJobId] = useState('');
  const quote = useQuery({
    queryKey: ['picture-act-quote', order],
    queryFn: ({ signal }) => call('quotePictureAct', { body: order as Order, signal }),
    enabled: order !== undefined,
  });
  const { data } = useQuery({ ...jobQuery(jobId), enabled: jobId !== '' });
  const isDone = data?.job.status === 'completed';
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: ['assets'] });
  }, [isDone, client]);
  const make = useMutation({
    mutationFn: (maxCredits: number) =>
      call('createPictureAct', {
        idempotencyKey: newIdempotencyKey(),
        body: { input: order as Order, maxCredits },
      }),
    onSuccess: ({ job }) => {
      setJobId(job.id);
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  return {
    quote: order ? quote.data : undefined,
    error: make.error ?? quote.error,
    isBusy: make.isPending,
    run: () => quote.data && make.mutate(quote.data.totalCredits),
    job: data?.job,
    resultId: isDone ? (data?.output as { assetId?: string } | null)?.assetId : undefined,
  };
}
