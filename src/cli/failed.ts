/** A command that cannot be carried out, told in three parts: what happened, why, and what mends it. */
export class Failed extends Error {
  override readonly name = 'Failed';

  constructor(
    what: string,
    readonly why: string,
    readonly mend: string,
  ) {
    super(what);
  }

  get text(): string {
    return [`error: ${this.message}`, ...indent('why: ', this.why), ...indent('do:  ', this.mend)].join('\n');
  }
}

function indent(label: string, text: string): string[] {
  return text === '' ? [] : text.split('\n').map((line, index) => `  ${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}
