"""Equipment, two years of special funds with vouchers, and self-checks in all their states."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from daihome.demo import pictures
from daihome.standards.beginning import begin
from daihome.tools.stored import stored_files
from daihome.tools.uploads import clean_upload
from representatives.models import CheckPhoto, CheckState, Equipment, FundEntry, FundVoucher

# The Home itself, then three others in the order of the list: (name, model, how many, unit, yuan).
THINGS = [
    [
        ("铜质牌匾“人大代表之家”", "60×90 厘米", 1, "块", 1200),
        ("揭示板", "120×240 厘米", 4, "块", 3200),
        ("办公桌椅", "钢木", 4, "套", 3600),
        ("会议桌", "2.4 米", 1, "张", 1800),
        ("会议椅", "", 20, "把", 2400),
        ("档案柜", "五层铁皮柜", 3, "组", 2100),
        ("电脑", "台式，国产", 2, "台", 8600),
        ("打印机", "黑白激光", 1, "台", 1450),
        ("图书", "法律和人大业务", 180, "册", 5400),
        ("代表信箱", "不锈钢", 1, "个", 260),
    ],
    [
        ("牌匾“代表联络室”", "40×60 厘米", 1, "块", 380),
        ("办公桌椅", "钢木", 2, "套", 1400),
        ("文件柜", "两门", 1, "组", 650),
        ("电脑", "台式", 1, "台", 3900),
        ("图书", "法律读本", 40, "册", 900),
    ],
    [
        ("牌匾“代表联络室”", "40×60 厘米", 1, "块", 380),
        ("办公桌椅", "旧", 1, "套", None),
        ("图书", "法律读本", 25, "册", 560),
    ],
    [
        ("牌匾“代表联络室”", "40×60 厘米", 1, "块", 380),
        ("办公桌椅", "钢木", 2, "套", 1400),
        ("档案柜", "三层", 1, "组", 480),
    ],
]
# (years back, month, day, granted?, what for, yuan, voucher, is it scanned)
FUNDS = [
    (1, 3, 12, True, "县财政人大代表活动专项经费", 50000, "记-031", True),
    (1, 4, 20, False, "制作揭示板、制度牌", 12600, "记-058", True),
    (1, 7, 8, False, "代表学习培训资料印刷", 6840, "记-102", True),
    (1, 10, 16, False, "代表视察租车", 9300, "记-147", True),
    (1, 12, 20, False, "走访慰问困难群众", 15000, "记-189", True),
    (0, 2, 26, True, "县财政人大代表活动专项经费", 60000, "记-022", True),
    (0, 3, 18, False, "购置电脑、打印机", 10050, "记-037", True),
    (0, 5, 11, False, "联络室桌椅、文件柜", 13400, "记-066", True),
    (0, 8, 5, False, "代表学习培训资料印刷", 7260.5, "记-101", False),
    (0, 10, 9, False, "代表联络卡、公示牌制作", 8900, "记-130", True),
]  # fmt: skip
BOUGHT = date(2024, 5, 16)
# (which venue, how many days ago, whether it is finished)
CHECKED = ((0, 62, True), (2, 40, True), (1, 3, False))


def make_facilities(town):
    """After the books of the year: the self-checks look into them."""
    venues = list(town.home.venues.order_by("order", "pk")[:4])
    for venue, things in zip(venues, THINGS, strict=True):
        for name, model, quantity, unit, value in things:
            Equipment.objects.create(
                home=town.home, venue=venue, name=name, model=model, quantity=quantity, unit=unit,
                value=value, bought_on=BOUGHT, keeper=venue.keeper,
            )  # fmt: skip
    _make_funds(town)
    _make_checks(town, venues)


def _make_funds(town):
    clerk = town.users["clerk"]
    for back, month, day, granted, what, yuan, number, is_scanned in FUNDS:
        year = town.today.year - back
        on = date(year, month, day)
        if on > town.today:
            continue
        entry = FundEntry.objects.create(
            home=town.home, kind="granted" if granted else "spent", on=on, year=year, what=what,
            amount=Decimal(str(yuan)), voucher=f"{year}-{number}", handler=clerk.name,
            entered_by=clerk,
        )  # fmt: skip
        if is_scanned:
            with stored_files([_receipt(entry)], FundVoucher) as stored:
                FundVoucher.objects.attach(stored, entry=entry)


def _receipt(entry):
    """Something that looks like a scanned receipt, without anybody's seal."""
    image = Image.new("RGB", (900, 560), (250, 248, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle([40, 40, 860, 520], outline=(150, 60, 60), width=3)
    for y in range(130, 480, 60):
        draw.line([(40, y), (860, y)], fill=(190, 150, 150), width=2)
    draw.text(
        (60, 70), f"{entry.voucher[:4]}  No. {entry.pk:06d}   {entry.amount}", fill=(60, 60, 60)
    )
    data = BytesIO()
    image.save(data, "JPEG", quality=80)
    return clean_upload(SimpleUploadedFile("凭证.jpg", data.getvalue()))


def _make_checks(town, venues):
    """The Home met all; one office has two corrections open, one of them late; one is going on."""
    standard = town.home.standards.filter(is_active=True).first()
    if standard is None:
        return
    clerk, today = town.users["clerk"], town.today
    for place, days, is_closed in CHECKED:
        venue = venues[place]
        check, _new = begin(
            town.home, clerk, venue=venue, standard=standard, on=today - timedelta(days=days),
            checked_by=f"{clerk.name}、{venue.keeper}",
        )  # fmt: skip
        if is_closed:
            _close(town, check)
    # What is made after this stays as it was.
    state = town.rng.getstate()
    _photograph(town, venues[0])
    town.rng.setstate(state)


def _close(town, check):
    """People agree with the system; what falls short gets a correction, the first is late."""
    late = (town.today - timedelta(days=5), town.today + timedelta(days=20))
    short = 0
    for row in check.checks.select_related("item"):
        row.state = row.proposed or CheckState.MET
        row.note = "现场核对，和台账一致。"
        if row.falls_short:
            row.note = "现场看过，确实还没有。"
            row.correction = f"报镇人大主席团，从专项经费里解决“{row.item}”。"
            row.correct_by = late[min(short, 1)]
            short += 1
        row.save()
    done = datetime.combine(check.on, time(16, 30))
    check.close(timezone.make_aware(done))


def _photograph(town, venue):
    row = venue.self_checks.first().checks.filter(item__name="有牌子").first()
    if row:
        with stored_files([pictures.photo("house", town.rng)], CheckPhoto) as stored:
            CheckPhoto.objects.attach(stored, check_of=row)
