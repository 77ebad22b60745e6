"""Small drawn pictures that stand for villagers' photos: a sky, a ground, one thing that matters."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from daihome.tools.uploads import clean_upload

WIDTH, HEIGHT, HORIZON = 960, 720, 330
DUSK, DAY = ((38, 44, 66), (92, 84, 92)), ((150, 182, 214), (226, 232, 228))
SOIL, GRASS = (134, 112, 84), (112, 124, 80)
NAMES = {
    "road": "路面.jpg",
    "lamp": "路灯.jpg",
    "ditch": "水沟.jpg",
    "rubbish": "垃圾箱.jpg",
    "well": "机电井.jpg",
    "house": "房屋裂缝.jpg",
    "water": "自来水.jpg",
    "pole": "电线杆.jpg",
    "pit": "砖厂坑.jpg",
    "square": "健身器材.jpg",
    "quarry": "采石点.jpg",
    "saplings": "栽植以后.jpg",
}  # fmt: skip


def photo(kind, rng):
    """A picture of `kind` (a key of NAMES) as `Upload`, cleaned like everybody's."""
    image = _scene(DUSK if kind == "lamp" else DAY, SOIL if kind in ("road", "pit") else GRASS)
    DRAWINGS[kind](ImageDraw.Draw(image), rng)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    noise = Image.frombytes("L", image.size, rng.randbytes(WIDTH * HEIGHT)).convert("RGB")
    data = BytesIO()
    Image.blend(image, noise, 0.06).save(data, "JPEG", quality=80)
    return clean_upload(SimpleUploadedFile(NAMES[kind], data.getvalue()))


def _scene(sky, ground):
    """A sky lighter towards the horizon, hills, and a ground that grows darker in front."""
    dark = tuple(int(part * 0.6) for part in ground)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.paste(_shade((WIDTH, HORIZON), *sky), (0, 0))
    image.paste(_shade((WIDTH, HEIGHT - HORIZON), ground, dark), (0, HORIZON))
    hills = [(0, HORIZON), (150, 260), (330, 300), (520, 240), (760, 310), (WIDTH, 270)]
    haze = tuple((one + two) // 2 for one, two in zip(sky[1], dark, strict=True))
    ImageDraw.Draw(image).polygon([*hills, (WIDTH, HORIZON)], fill=haze)
    return image


def _shade(size, top, bottom):
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), top, bottom)


def _way(draw, colour):
    draw.polygon([(440, HORIZON), (520, HORIZON), (900, HEIGHT), (60, HEIGHT)], fill=colour)


def _road(draw, rng):
    _way(draw, (150, 148, 142))
    for _ in range(9):
        y = rng.randrange(HORIZON + 60, HEIGHT - 50)
        half = (y - HORIZON) // 5
        x = 480 + rng.randrange(-half * 3, half * 3)
        draw.ellipse([x - half, y - half // 3, x + half, y + half // 3], fill=(96, 88, 76))
        draw.ellipse(
            [x - half // 2, y - half // 6, x + half // 2, y + half // 6], fill=(70, 72, 74)
        )


def _lamp(draw, rng):
    _way(draw, (62, 62, 66))
    draw.rectangle([640, 90, 656, 600], fill=(28, 28, 32))
    draw.line([(648, 96), (520, 70)], fill=(28, 28, 32), width=12)
    draw.polygon([(480, 62), (548, 58), (552, 80), (478, 84)], fill=(18, 18, 22))
    for left in (90, 780):
        draw.rectangle([left, 240, left + 130, 380], fill=(40, 38, 44))
        draw.rectangle([left + 45, 290, left + 75, 330], fill=(216, 178, 96))


def _ditch(draw, rng):
    draw.polygon([(430, HORIZON), (540, HORIZON), (800, HEIGHT), (180, HEIGHT)], fill=(92, 80, 64))
    draw.polygon([(465, HORIZON), (510, HORIZON), (620, HEIGHT), (360, HEIGHT)], fill=(70, 84, 80))
    _litter(draw, rng, (330, 640), (HORIZON + 90, HEIGHT - 40), 60)


def _rubbish(draw, rng):
    for left in (180, 400):
        draw.rectangle([left, 330, left + 180, 560], fill=(38, 92, 66))
        draw.rectangle([left - 12, 312, left + 192, 340], fill=(28, 70, 52))
    _litter(draw, rng, (120, 800), (520, 660), 110)


def _litter(draw, rng, across, down, count):
    for _ in range(count):
        x, y, size = rng.randrange(*across), rng.randrange(*down), rng.randrange(8, 30)
        colour = rng.choice(
            [(224, 224, 220), (60, 60, 64), (60, 98, 150), (170, 60, 52), (150, 130, 90)]
        )
        draw.polygon(
            [(x, y), (x + size, y - size // 2), (x + size // 2, y + size // 2)], fill=colour
        )


def _well(draw, rng):
    draw.rectangle([320, 250, 640, 520], fill=(172, 120, 96))
    draw.polygon([(296, 256), (480, 160), (664, 256)], fill=(122, 70, 56))
    draw.rectangle([440, 350, 530, 520], fill=(58, 66, 82))
    draw.line([(640, 470), (860, 520), (960, 600)], fill=(70, 74, 80), width=26)
    for x in range(0, WIDTH, 60):
        draw.line([(x, 560), (x - 60, HEIGHT)], fill=(150, 134, 88), width=10)


def _house(draw, rng):
    draw.rectangle([200, 230, 760, 580], fill=(178, 148, 108))
    draw.polygon([(170, 236), (480, 110), (790, 236)], fill=(110, 84, 70))
    draw.rectangle([290, 320, 400, 430], fill=(52, 58, 66))
    draw.rectangle([560, 330, 660, 580], fill=(84, 60, 44))
    x, y = 480, 240
    while y < 575:
        ahead = (x + rng.randrange(-22, 26), y + rng.randrange(16, 34))
        draw.line([(x, y), ahead], fill=(48, 36, 28), width=9)
        x, y = ahead


def _water(draw, rng):
    draw.rectangle([0, HORIZON - 120, WIDTH, HEIGHT], fill=(188, 186, 178))
    draw.rectangle([450, 120, 480, 360], fill=(120, 124, 128))
    draw.line([(465, 140), (580, 140), (580, 220)], fill=(120, 124, 128), width=26)
    draw.line([(580, 220), (580, 470)], fill=(150, 132, 96), width=16)
    draw.ellipse([400, 430, 760, 640], fill=(210, 212, 214))
    draw.ellipse([430, 450, 730, 600], fill=(158, 138, 98))


def _pole(draw, rng):
    draw.polygon([(520, 640), (548, 640), (690, 90), (672, 84)], fill=(142, 138, 132))
    draw.line([(590, 150), (780, 190)], fill=(90, 84, 78), width=14)
    for end in (300, 350):
        draw.line([(0, end - 60), (300, end + 60), (600, 160)], fill=(32, 32, 36), width=5)
    draw.rectangle([60, 280, 330, 520], fill=(168, 132, 110))
    draw.polygon([(40, 286), (195, 210), (350, 286)], fill=(126, 74, 60))


def _pit(draw, rng):
    draw.ellipse([120, 380, 840, 700], fill=(96, 78, 58))
    draw.ellipse([180, 440, 780, 680], fill=(84, 108, 112))
    draw.rectangle([700, 170, 760, 360], fill=(150, 84, 66))


def _square(draw, rng):
    draw.polygon([(0, 470), (WIDTH, 430), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(168, 158, 150))
    draw.rectangle([300, 220, 324, 600], fill=(34, 92, 150))
    draw.line([(312, 240), (560, 240)], fill=(34, 92, 150), width=22)
    draw.line([(540, 250), (500, 470)], fill=(226, 178, 60), width=16)
    draw.line([(430, 250), (450, 400), (420, 430)], fill=(226, 178, 60), width=16)


def _quarry(draw, rng):
    draw.polygon([(0, 250), (360, 170), (620, 330), (0, 420)], fill=(168, 160, 148))
    draw.rectangle([620, 300, 860, 480], fill=(150, 120, 96))
    draw.polygon([(600, 306), (740, 240), (880, 306)], fill=(96, 84, 78))
    draw.rectangle([0, 470, WIDTH, 520], fill=(172, 150, 132))
    for _ in range(70):
        x, y, half = rng.randrange(40, 820), rng.randrange(520, 690), rng.randrange(10, 34)
        grey = rng.randrange(120, 190)
        draw.ellipse([x - half, y - half, x + half, y + half // 2], fill=(grey, grey, grey - 8))


def _saplings(draw, rng):
    draw.polygon([(0, 250), (360, 170), (620, 330), (0, 420)], fill=(126, 140, 86))
    for row in range(4):
        y = 400 + row * 78
        for place in range(9):
            x = 60 + place * 104 + rng.randrange(-12, 13)
            draw.line([(x, y), (x, y - 34 - row * 6)], fill=(92, 70, 48), width=5)
            top = [(x - 20 - row * 3, y - 20), (x, y - 74 - row * 10), (x + 20 + row * 3, y - 20)]
            draw.polygon(top, fill=(52, 104 + rng.randrange(-12, 16), 58))


DRAWINGS = {
    "road": _road,
    "lamp": _lamp,
    "ditch": _ditch,
    "rubbish": _rubbish,
    "well": _well,
    "house": _house,
    "water": _water,
    "pole": _pole,
    "pit": _pit,
    "square": _square,
    "quarry": _quarry,
    "saplings": _saplings,
}
