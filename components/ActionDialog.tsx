import { useState } from 'react';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ActionFacts, ActionOption, ProviderAction } from '@/lib/providers/provider.ts';
import { Dialog, DialogActions } from './Dialog.tsx';

interface Props {
  readonly action: ProviderAction;
  readonly facts: ActionFacts;
  readonly options: ActionOptions;
  readonly onRun: (options: ActionOptions) => void;
  readonly onCancel: () => void;
}

/** Asks for an action's options, and says what cannot be undone, before it runs. */
export function ActionDialog({ action, facts, options, onRun, onCancel }: Props) {
  const [chosen, setChosen] = useState(options);
  return (
    <Dialog title={action.label} description={action.warning?.(chosen, facts.sdk) ?? action.hint} onCancel={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onRun(chosen);
        }}
      >
        {action.options.map((option) => (
          <Field
            key={option.name}
            option={option}
            missing={option.missing?.(facts.sdk)}
            value={chosen[option.name] ?? option.initial}
            onChange={(value) => setChosen({ ...chosen, [option.name]: value })}
          />
        ))}
        <p>
          <code className="muted">{action.call(chosen, facts)}</code>
        </p>
        <DialogActions>
          <button type="submit" className={action.warning ? 'button danger' : 'button primary'}>
            {action.label}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly option: ActionOption;
  /** Why the SDK does not take it; undefined where it does. */
  readonly missing: string | undefined;
  readonly value: string | number | boolean;
  readonly onChange: (value: string | number | boolean) => void;
}

function Field({ option: { name, label, kind, hint, required }, missing, value, onChange }: FieldProps) {
  const note = missing && <span className="muted">{missing}</span>;
  if (kind === 'boolean') {
    return (
      <label className="field check" title={missing ?? hint}>
        <input
          type="checkbox"
          name={name}
          checked={value === true}
          disabled={missing !== undefined}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label} {note}
      </label>
    );
  }
  if (kind === 'lines') {
    return (
      <label className="field">
        {label}
        <textarea
          name={name}
          rows={2}
          value={String(value)}
          placeholder={hint}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
    );
  }
  return (
    <label className="field">
      {label}
      {note}
      <input
        type={kind}
        name={name}
        required={required}
        disabled={missing !== undefined}
        value={String(value)}
        placeholder={hint}
        onChange={({ target }) => onChange(kind === 'number' ? target.valueAsNumber || 0 : target.value)}
      />
    </label>
  );
}
