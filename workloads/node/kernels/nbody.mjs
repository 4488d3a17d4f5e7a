// K1: the sun and four planets, moved n steps of 0.01 years. Every language computes in this order, to the last bit.

const SOLAR_MASS = 4 * Math.PI * Math.PI;
const DAYS_PER_YEAR = 365.24;
const STEP = 0.01;

// x, y, z in astronomical units; their velocities per day; the mass in suns.
const PLANETS = [
  // Jupiter
  [4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
    1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04],
  // Saturn
  [8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
    -2.76742510726411878e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04],
  // Uranus
  [1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
    2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05],
  // Neptune
  [1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
    2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05],
];

class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx * DAYS_PER_YEAR;
    this.vy = vy * DAYS_PER_YEAR;
    this.vz = vz * DAYS_PER_YEAR;
    this.mass = mass * SOLAR_MASS;
  }
}

function solarSystem() {
  const sun = new Body(0, 0, 0, 0, 0, 0, 1);
  const bodies = [sun, ...PLANETS.map((planet) => new Body(...planet))];
  let px = 0;
  let py = 0;
  let pz = 0;
  for (const body of bodies) {
    px += body.vx * body.mass;
    py += body.vy * body.mass;
    pz += body.vz * body.mass;
  }
  sun.vx = -px / SOLAR_MASS;
  sun.vy = -py / SOLAR_MASS;
  sun.vz = -pz / SOLAR_MASS;
  return bodies;
}

function energy(bodies) {
  let sum = 0;
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i];
    sum += 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz);
    for (let j = i + 1; j < bodies.length; j++) {
      const other = bodies[j];
      const dx = body.x - other.x;
      const dy = body.y - other.y;
      const dz = body.z - other.z;
      sum -= body.mass * other.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

function advance(bodies) {
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      const other = bodies[j];
      const dx = body.x - other.x;
      const dy = body.y - other.y;
      const dz = body.z - other.z;
      const squared = dx * dx + dy * dy + dz * dz;
      const pull = STEP / (squared * Math.sqrt(squared));
      body.vx -= dx * other.mass * pull;
      body.vy -= dy * other.mass * pull;
      body.vz -= dz * other.mass * pull;
      other.vx += dx * body.mass * pull;
      other.vy += dy * body.mass * pull;
      other.vz += dz * body.mass * pull;
    }
  }
  for (const body of bodies) {
    body.x += STEP * body.vx;
    body.y += STEP * body.vy;
    body.z += STEP * body.vz;
  }
}

export const sizes = { from: 1, to: 100_000_000 };

export const prepare = (n) => n;

export function run(steps) {
  const bodies = solarSystem();
  const before = energy(bodies);
  for (let step = 0; step < steps; step++) advance(bodies);
  return { before, after: energy(bodies) };
}

export const line = ({ before, after }) => `${before.toFixed(9)} ${after.toFixed(9)}`;

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
