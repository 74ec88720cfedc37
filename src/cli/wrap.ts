/** Text in lines that a terminal shows whole. */

const WIDTH = 100;

/** `  label  text`, wrapped between words. A command goes on behind a backslash, so that a shell takes it as it stands here. */
export function labelled(label: string, text: string, width = 5): readonly string[] {
  const indent = ' '.repeat(width + 4);
  const lines = text.split('\n').flatMap((line) => wrap(line, WIDTH - indent.length, line.startsWith('openeip ') ? ' \\' : ''));
  return lines.map((line, index) => (index === 0 ? `  ${label.padEnd(width)}  ` : indent) + line);
}

/** Lines that are not the last end with `tail`. */
function wrap(text: string, width: number, tail: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length + tail.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? line + tail : line));
}
