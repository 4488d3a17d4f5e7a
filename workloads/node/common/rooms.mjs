// Rooms: who is in which, and what is said there. A member is a WebSocket of the package ws.

const MOST_WAITING = 1024 * 1024; // bytes that a member has not taken
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

// null if it is no message of a room.
function messageOf(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  const fits = message !== null && isCount(message.s) && isCount(message.ts) && typeof message.p === 'string';
  return fits ? message : null;
}

class Room {
  members = new Map(); // by number
  entered = 0;
  said = 0;

  enter(member) {
    this.entered += 1;
    this.members.set(this.entered, member);
    return this.entered;
  }

  // Made once, framed for each.
  deliver(f, { s, ts, p }) {
    this.said += 1;
    const bytes = Buffer.from(JSON.stringify({ f, s, n: this.said, ts, p }));
    for (const [number, member] of this.members) {
      if (member.bufferedAmount + bytes.length <= MOST_WAITING) {
        member.send(bytes, { binary: false });
      } else {
        this.members.delete(number);
        member.close(TRY_AGAIN_LATER);
      }
    }
  }
}

const rooms = new Map(); // those that somebody is in, by name

export function converseIn(name, member) {
  if (!rooms.has(name)) rooms.set(name, new Room());
  const room = rooms.get(name);
  const number = room.enter(member);
  member.on('message', (data, isBinary) => {
    if (!room.members.has(number)) return; // it is being closed
    const message = isBinary ? null : messageOf(data);
    if (message !== null) {
      room.deliver(number, message);
    } else {
      room.members.delete(number);
      member.close(POLICY_VIOLATION);
    }
  });
  member.on('close', () => {
    room.members.delete(number);
    if (room.members.size === 0 && rooms.get(name) === room) rooms.delete(name);
  });
}
