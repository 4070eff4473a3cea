import { type ComponentProps, useState } from 'react';
import { TextInput } from './field.tsx';

type Props = Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'onBlur'> & {
  value: string;
  onName: (name: string) => void;
};

/** For what is never without a name: its field may be emptied to type another, and shows the old one again when it is left so. */
export function NameInput({ value, onName, ...rest }: Props) {
  const [isEmpty, setEmpty] = useState(false);
  return (
    <TextInput
      dir="auto"
      {...rest}
      value={isEmpty ? '' : value}
      onBlur={() => setEmpty(false)}
      onChange={(event) => {
        const name = event.target.value;
        setEmpty(name.trim() === '');
        if (name.trim() !== '') onName(name);
      }}
    />
  );
}
