// How progress is shown: lines with the seconds since the command began, and on a terminal one line updated in place.
export interface Progress {
  say(line: string): void;
  /** Replaces the line shown last; plainly printed at intervals where there is no terminal. */
  status(line: string): void;
  /** Text as it is, after any status line. */
  print(text: string): void;
  secondsSoFar(): number;
}

const plainIntervalMs = 5_000;

export function createProgress(out: NodeJS.WriteStream, beganAt: number): Progress {
  let statusShown = false;
  let [lastPlain, lastPlainAt] = ['', 0];
  // The reader may be gone (`npm start | head`): the run goes on without one.
  out.on('error', () => undefined);
  const secondsSoFar = (): number => (Date.now() - beganAt) / 1000;
  const stamped = (line: string): string => `${secondsSoFar().toFixed(1).padStart(6)} s  ${line}`;
  const clear = (): void => {
    if (statusShown) out.write('\r\x1b[2K');
    statusShown = false;
  };
  return {
    secondsSoFar,
    say(line) {
      clear();
      out.write(`${stamped(line)}\n`);
    },
    status(line) {
      if (out.isTTY) {
        clear();
        out.write(stamped(line).slice(0, out.columns || 80));
        statusShown = true;
      } else if (line !== lastPlain && Date.now() - lastPlainAt >= plainIntervalMs) {
        [lastPlain, lastPlainAt] = [line, Date.now()];
        out.write(`${stamped(line)}\n`);
      }
    },
    print(text) {
      clear();
      out.write(text);
    },
  };
}
