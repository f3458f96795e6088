import { Checkbox } from '#renderer/ui/index.ts';

/** Any of several, in two columns. */
export function CheckGroup<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly label: string }[];
  readonly value: readonly T[];
  readonly onChange: (value: readonly T[]) => void;
}) {
  return (
    <fieldset className="con-checks">
      <legend className="ui-field__label">{label}</legend>
      {options.map(({ id, label: name }) => (
        <Checkbox
          key={id}
          isSelected={value.includes(id)}
          onChange={(isChosen) => onChange(isChosen ? [...value, id] : value.filter((each) => each !== id))}
        >
          {name}
        </Checkbox>
      ))}
    </fieldset>
  );
}
