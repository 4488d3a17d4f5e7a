// Those who hear the same: the members of a room, the players of a game. A member is a WebSocket of the package ws.

const MOST_WAITING = 1024 * 1024; // bytes that a member has not taken
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

export class Gathering {
  members = new Map(); // by number
  entered = 0;

  enter(member) {
    this.entered += 1;
    this.members.set(this.entered, member);
    return this.entered;
  }

  leave(number) {
    this.members.delete(number);
  }

  // Made once, framed for each.
  deliver(value) {
    const bytes = Buffer.from(JSON.stringify(value));
    for (const [number, member] of this.members) {
      if (member.bufferedAmount + bytes.length <= MOST_WAITING) member.send(bytes, { binary: false });
      else this.dismiss(number, TRY_AGAIN_LATER);
    }
  }

  dismiss(number, code) {
    const member = this.members.get(number);
    this.leave(number);
    member.close(code);
  }
}

// `gatherings` holds those that somebody is in, `make` makes a new one. Each has hear(number, message), which is false for
// what is no message there.
export function converseIn(gatherings, name, make, member) {
  if (!gatherings.has(name)) gatherings.set(name, make());
  const gathering = gatherings.get(name);
  const number = gathering.enter(member);
  member.on('message', (data, isBinary) => {
    if (!gathering.members.has(number)) return; // it is being closed
    const isHeard = !isBinary && gathering.hear(number, parse(data));
    if (!isHeard) gathering.dismiss(number, POLICY_VIOLATION);
  });
  member.on('close', () => {
    gathering.leave(number);
    if (gathering.members.size > 0 || gatherings.get(name) !== gathering) return;
    gatherings.delete(name);
    gathering.end?.();
  });
}
