import { useWords } from '../../app/words/index.ts';
import { Field, Select } from '../../ui/index.ts';
import { toRouteValue } from './route-value.ts';
import type { Writers } from './use-writers.ts';

type Props = { writers: Writers; isHeld: boolean; error?: string | undefined };

/** Which language model writes, by the account it is asked through. */
export function WriterSelect({ writers, isHeld, error }: Props) {
  const t = useWords();
  return (
    <Field label={t('writer.with')} error={error}>
      <Select
        value={toRouteValue(writers.order)}
        disabled={isHeld}
        onChange={(event) => writers.choose(event.target.value)}
      >
        {writers.makers.map(({ connection, models }) => (
          <optgroup key={connection.id} label={connection.name}>
            {models.map(({ id: model, title }) => {
              const value = toRouteValue({ connection: connection.id, model });
              return (
                <option key={value} value={value}>
                  {title}
                </option>
              );
            })}
          </optgroup>
        ))}
      </Select>
    </Field>
  );
}
