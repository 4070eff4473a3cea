import type { Brand } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Field, Mono, Select, Switch } from '../../ui/index.ts';
import type { ChangeKit } from './use-kit.ts';

const ANCHORS = [
  'top_left',
  'top',
  'top_right',
  'left',
  'centre',
  'right',
  'bottom_left',
  'bottom',
  'bottom_right',
] as const;
type Mark = Brand['watermark'];
type Parts = { kit: Brand; change: ChangeKit; isHeld: boolean };

/** Where the mark stands, how large and how plain. It is dragged in the frames beside. */
export function KitWatermark({ kit, change, isHeld }: Parts) {
  const t = useWords();
  const { watermark } = kit;
  const set = (next: Partial<Mark>, gesture?: string) =>
    change({ watermark: { ...watermark, ...next } }, gesture ?? `mark ${Object.keys(next).join()}`);
  const badges = kit.files.filter((file) => file.kind === 'badge');
  const hasPicture = kit.logoUrl !== null || watermark.fileId !== null;
  return (
    <>
      <div className="row row-wrap">
        <Switch
          label={t('kit.markOn')}
          checked={watermark.isOn}
          disabled={isHeld}
          onChange={(event) => set({ isOn: event.target.checked })}
        />
        {watermark.isOn && !hasPicture ? <p className="help help-bad">{t('kit.markNeedsLogo')}</p> : null}
      </div>
      <div className="mark-controls">
        <fieldset className="anchors" aria-label={t('kit.anchor')} dir="ltr">
          {ANCHORS.map((anchor) => (
            <label key={anchor} title={t(`kit.anchor.${anchor}`)}>
              <input
                type="radio"
                name="anchor"
                aria-label={t(`kit.anchor.${anchor}`)}
                checked={watermark.anchor === anchor && watermark.offsetX === 0 && watermark.offsetY === 0}
                disabled={isHeld}
                onChange={() => set({ anchor, offsetX: 0, offsetY: 0 })}
              />
              <i />
            </label>
          ))}
        </fieldset>
        <div className="mark-sliders">
          {badges.length > 0 ? (
            <Field label={t('kit.markPicture')}>
              <Select
                value={watermark.fileId ?? ''}
                disabled={isHeld}
                onChange={(event) => set({ fileId: event.target.value || null })}
              >
                <option value="">{t('kit.markLogo')}</option>
                {badges.map((file) => (
                  <option key={file.id} value={file.id}>
                    {file.name}
                  </option>
                ))}
              </Select>
            </Field>
          ) : null}
          <Slider
            label={t('kit.size')}
            value={watermark.scale}
            least={0.02}
            most={0.5}
            isHeld={isHeld}
            onChange={(scale) => set({ scale })}
          />
          <Slider
            label={t('kit.opacity')}
            value={watermark.opacity}
            least={0.05}
            most={1}
            isHeld={isHeld}
            onChange={(opacity) => set({ opacity })}
          />
          <Slider
            label={t('kit.margin')}
            value={watermark.margin}
            least={0}
            most={0.2}
            isHeld={isHeld}
            onChange={(margin) => set({ margin })}
          />
        </div>
      </div>
      <p className="help">{t('kit.markHelp')}</p>
    </>
  );
}

function Slider({
  label,
  value,
  least,
  most,
  isHeld,
  onChange,
}: {
  label: string;
  value: number;
  least: number;
  most: number;
  isHeld: boolean;
  onChange: (value: number) => void;
}) {
  const format = useFormat();
  const percent = Math.round(value * 100);
  return (
    <Field label={label} aside={<Mono>{format.number(percent)} %</Mono>}>
      <SliderInput percent={percent} least={least} most={most} isHeld={isHeld} label={label} onChange={onChange} />
    </Field>
  );
}

function SliderInput({
  percent,
  least,
  most,
  isHeld,
  label,
  onChange,
}: {
  percent: number;
  least: number;
  most: number;
  isHeld: boolean;
  label: string;
  onChange: (value: number) => void;
}) {
  return (
    <input
      className="slider"
      type="range"
      aria-label={label}
      min={Math.round(least * 100)}
      max={Math.round(most * 100)}
      step={1}
      value={percent}
      disabled={isHeld}
      onChange={(event) => onChange(Number(event.target.value) / 100)}
    />
  );
}
