import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import './field.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'autoComplete'> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly description?: ReactNode;
  /** A sentence with the next step; setting it marks the field invalid. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly isMultiline?: boolean;
  readonly rows?: number;
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly className?: string;
}

/** A labelled line or area of text. Nothing is remembered by the browser: `autoComplete` is off unless told otherwise. */
export function TextField({
  label,
  isLabelHidden = false,
  description,
  error,
  placeholder = '',
  isMultiline = false,
  rows = 4,
  autoComplete = 'off',
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      autoComplete={autoComplete}
      isInvalid={error !== undefined}
      className={classNames('ui-field', className)}
    >
      <Label className={isLabelHidden ? 'ui-visually-hidden' : 'ui-field__label'}>{label}</Label>
      {isMultiline ? (
        <TextArea className="ui-input ui-input--area" placeholder={placeholder} rows={rows} spellCheck={false} />
      ) : (
        <Input className="ui-input" placeholder={placeholder} spellCheck={false} />
      )}
      {description !== undefined && (
        <Text slot="description" className="ui-field__description">
          {description}
        </Text>
      )}
      <FieldError className="ui-field__error">{error}</FieldError>
    </AriaTextField>
  );
}
