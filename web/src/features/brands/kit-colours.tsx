import { ArrowUp, GripVertical, Pipette, Plus, Trash2 } from 'lucide-react';
import { type ComponentProps, type RefObject, useRef, useState } from 'react';
import { type Brand, call, type PaletteProposal } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, Icon, IconButton, Mono, TextInput, toastProblem } from '../../ui/index.ts';
import { useUploads } from '../films/use-uploads.ts';
import { contrastOf, moveColour, READABLE, readableNeighbour, readColour } from './colour.ts';
import { OneUpload } from './one-upload.tsx';
import type { ChangeKit } from './use-kit.ts';

const MOST_COLOURS = 8;
const FIRST_COLOUR = '#3a5f8f';

/** Colours, the most important first, each with its contrast in figures; proposals read from the logo or any picture. */
export function KitColours({ kit, change, isHeld }: { kit: Brand; change: ChangeKit; isHeld: boolean }) {
  const t = useWords();
  const { colours } = kit;
  const set = (next: string[], gesture?: string) => change({ colours: next }, gesture);
  const isFull = colours.length >= MOST_COLOURS;
  const list = useRef<HTMLOListElement>(null);
  const orderOf = useOrder({ list, count: colours.length, move: (from, to) => set(moveColour(colours, from, to)) });
  return (
    <>
      <ol className="colours" ref={list}>
        {colours.map((colour, index) => (
          <ColourRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a colour has no name but its place, and may stand there twice
            key={index}
            colour={colour}
            number={index + 1}
            brandGround={index === 0 ? undefined : colours[0]}
            isHeld={isHeld}
            onChange={(next) =>
              set(
                colours.map((one, at) => (at === index ? next : one)),
                `colour ${index}`,
              )
            }
            onUp={index > 0 ? () => set(moveColour(colours, index, index - 1)) : undefined}
            order={orderOf(index)}
            onRemove={() => set(colours.filter((_, at) => at !== index))}
          />
        ))}
      </ol>
      {isHeld ? null : (
        <>
          <div className="row row-wrap">
            <Button icon={Plus} disabled={isFull} onClick={() => set([...colours, FIRST_COLOUR])}>
              {t('kit.addColour')}
            </Button>
          </div>
          <Proposal kit={kit} isFull={isFull} onTake={(more) => set(join(colours, more))} />
        </>
      )}
    </>
  );
}

type Order = {
  isTarget: boolean;
  row: Pick<ComponentProps<'li'>, 'onDragOver' | 'onDrop'>;
  grip: Pick<ComponentProps<'button'>, 'draggable' | 'onDragStart' | 'onDragEnd' | 'onKeyDown'>;
};

/** Rows change places by dragging their grip or, with the grip in focus, by the arrow keys, which carry the focus along. */
function useOrder({
  list,
  count,
  move,
}: {
  list: RefObject<HTMLOListElement | null>;
  count: number;
  move: (from: number, to: number) => void;
}): (index: number) => Order {
  const [drag, setDrag] = useState<{ from: number; over: number }>();
  const carry = (from: number, to: number) => {
    if (to < 0 || to >= count) return;
    move(from, to);
    // Rows are told apart by their place, so the grip of the new place is another element.
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.colour-grip')[to]?.focus());
  };
  return (index) => ({
    isTarget: drag !== undefined && drag.over === index && drag.from !== index,
    row: {
      onDragOver: (event) => {
        if (!drag) return;
        event.preventDefault();
        if (drag.over !== index) setDrag({ ...drag, over: index });
      },
      onDrop: (event) => {
        if (!drag) return;
        event.preventDefault();
        move(drag.from, index);
        setDrag(undefined);
      },
    },
    grip: {
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setDragImage(event.currentTarget.closest('li') ?? event.currentTarget, 12, 12);
        setDrag({ from: index, over: index });
      },
      onDragEnd: () => setDrag(undefined),
      onKeyDown: (event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        carry(index, index + by);
      },
    },
  });
}

function join(colours: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...colours, ...more])].slice(0, MOST_COLOURS);
}

function ColourRow({
  colour,
  number,
  brandGround,
  isHeld,
  onChange,
  onUp,
  order,
  onRemove,
}: {
  colour: string;
  number: number;
  /** The brand's first colour, which its type stands on; absent for that colour itself. */
  brandGround: string | undefined;
  isHeld: boolean;
  onChange: (colour: string) => void;
  onUp: (() => void) | undefined;
  order: Order;
  onRemove: () => void;
}) {
  const t = useWords();
  const [typed, setTyped] = useState<string>();
  return (
    <li className={order.isTarget ? 'colour colour-target' : 'colour'} {...(isHeld ? {} : order.row)}>
      {isHeld ? null : (
        <button type="button" className="colour-grip" aria-label={t('kit.colourMove', { number })} {...order.grip}>
          <Icon of={GripVertical} />
        </button>
      )}
      <input
        type="color"
        className="swatch"
        aria-label={t('kit.colour', { number })}
        value={colour}
        disabled={isHeld}
        onChange={(event) => onChange(event.target.value)}
      />
      <TextInput
        className="colour-code time"
        dir="ltr"
        aria-label={t('kit.colourCode', { number })}
        value={typed ?? colour}
        disabled={isHeld}
        aria-invalid={typed !== undefined && !readColour(typed) ? true : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readColour(event.target.value);
          if (next) onChange(next);
        }}
        onBlur={() => setTyped(undefined)}
      />
      <Contrasts colour={colour} brandGround={brandGround} onTake={isHeld ? undefined : onChange} />
      <span className="grow" />
      {isHeld ? null : (
        <>
          <IconButton
            size="dense"
            icon={ArrowUp}
            label={t('kit.colourUp', { number })}
            disabled={!onUp}
            onClick={onUp}
          />
          <IconButton size="dense" icon={Trash2} label={t('kit.colourRemove', { number })} onClick={onRemove} />
        </>
      )}
    </li>
  );
}

type Ground = { name: 'white' | 'black' | 'brand'; colour: string };

/** The colour as small type on white, on black and on the brand's own ground, each with the nearest colour that reads there. */
function Contrasts({
  colour,
  brandGround,
  onTake,
}: {
  colour: string;
  brandGround: string | undefined;
  onTake: ((colour: string) => void) | undefined;
}) {
  const grounds: Ground[] = [
    { name: 'white', colour: '#ffffff' },
    { name: 'black', colour: '#000000' },
    ...(brandGround ? [{ name: 'brand', colour: brandGround } as const] : []),
  ];
  return (
    <span className="contrasts small">
      {grounds.map((ground) => (
        <Contrast key={ground.name} colour={colour} ground={ground} onTake={onTake} />
      ))}
    </span>
  );
}

function Contrast({
  colour,
  ground,
  onTake,
}: {
  colour: string;
  ground: Ground;
  onTake: ((colour: string) => void) | undefined;
}) {
  const t = useWords();
  const format = useFormat();
  const value = contrastOf(colour, ground.colour);
  const title = t(`kit.contrast.${ground.name}`);
  return (
    <span className="contrast" title={title}>
      <span className="contrast-sample" style={{ background: ground.colour }}>
        <i style={{ background: colour }} />
      </span>
      <span className="visually-hidden">{title}</span>
      <Mono>{format.number(value, 1)}</Mono>
      {value >= READABLE ? (
        <span className="text-2">✓</span>
      ) : (
        <Neighbour colour={readableNeighbour(colour, ground.colour)} ground={ground} onTake={onTake} />
      )}
    </span>
  );
}

/** A sample of the colour that would read, set on the ground in question; a press takes it. */
function Neighbour({
  colour,
  ground,
  onTake,
}: {
  colour: string;
  ground: Ground;
  onTake: ((colour: string) => void) | undefined;
}) {
  const t = useWords();
  if (!onTake) return <span className="text-3">–</span>;
  const title = t(`kit.neighbour.${ground.name}`, { colour });
  return (
    <button
      type="button"
      className="contrast-neighbour"
      title={title}
      aria-label={title}
      onClick={() => onTake(colour)}
    >
      <i style={{ background: colour }} />
    </button>
  );
}

/** What the studio sees in a picture; nothing is taken without a press. */
function Proposal({ kit, isFull, onTake }: { kit: Brand; isFull: boolean; onTake: (colours: string[]) => void }) {
  const t = useWords();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<PaletteProposal>();
  const read = (id: string) => void call('proposePalette', { params: { id } }).then(setFound).catch(toastProblem);
  const uploads = useUploads((asset) => read(asset.id));
  return (
    <div className="proposal">
      <div className="row row-wrap">
        <Button icon={Pipette} disabled={!kit.logoAssetId} onClick={() => kit.logoAssetId && read(kit.logoAssetId)}>
          {t('kit.fromLogo')}
        </Button>
        <Button onClick={() => input.current?.click()}>{t('kit.fromPicture')}</Button>
        {found && found.colours.length > 0 ? (
          <Button look="plain" disabled={isFull} onClick={() => onTake(found.colours.map(({ colour }) => colour))}>
            {t('kit.takeAll')}
          </Button>
        ) : null}
      </div>
      {found ? (
        <ul className="proposal-colours" aria-label={t('kit.proposal')}>
          {found.colours.map(({ colour, share }) => (
            <li key={colour}>
              <button
                type="button"
                className="proposal-colour"
                disabled={isFull}
                aria-label={t('kit.takeColour', { colour })}
                onClick={() => onTake([colour])}
              >
                <i style={{ background: colour }} />
                <Mono>{colour}</Mono>
                <span className="text-3">
                  <Mono>{format.number(Math.round(share * 100))} %</Mono>
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <OneUpload ref={input} accept="image/*,.svg" label={t('kit.fromPicture')} uploads={uploads} />
    </div>
  );
}
