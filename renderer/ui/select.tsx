import { Check, ChevronDown } from 'lucide-react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './field.css';
import './select.css';

export interface SelectProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** One of many, in a list that opens. */
export function Select({
  label,
  isLabelHidden = false,
  options,
  value,
  onChange,
  placeholder,
  isDisabled = false,
  className,
}: SelectProps) {
  return (
    <AriaSelect
      className={classNames('ui-field ui-select', className)}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isDisabled={isDisabled}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      <Label className={isLabelHidden ? 'ui-visually-hidden' : 'ui-field__label'}>{label}</Label>
      <Button className="ui-input ui-select__button">
        <SelectValue className="ui-select__value" />
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className="ui-select__popover ui-scroll">
        <ListBox className="ui-select__list" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="ui-select__option">
              <span>{option.label}</span>
              <Check aria-hidden="true" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
