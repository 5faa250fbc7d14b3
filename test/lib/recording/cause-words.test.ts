import { expect, it } from 'vitest';
import type { CauseKind, Causes } from '@/lib/recording/cause.ts';
import { describeCauses } from '@/lib/recording/cause-words.ts';

const causes = (...kinds: [CauseKind, ...CauseKind[]]) =>
  kinds.map((kind) => ({ kind, evidence: 'seen', request: undefined })) as unknown as Causes;

it('names a cause, and all that could be one', () => {
  expect(describeCauses(causes('sdk'))).toBe('SDK’s own refresh');
  expect(describeCauses(causes('other-tab', 'page-script'))).toBe('Another tab or Page script');
});
